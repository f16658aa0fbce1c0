using System;
using System.Collections.Generic;

namespace TravisOps.Firewall.Worker;

/// <summary>What <c>ports.sh</c> printed, read.</summary>
internal sealed record WorkerAnswer
{
    /// <summary>The platform in the inventory.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The platform as the worker was told to call it.</summary>
    public required string ServerName { get; init; }

    /// <summary>Limit of a connection.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>A log-in was asked for.</summary>
    public required bool Login { get; init; }

    /// <summary>What was asked, in order.</summary>
    public required IReadOnlyList<(int Port, PortProtocol Protocol)> Ports { get; init; }

    /// <summary>Why no address was had: NameNotFound or NameServerSilent; null when there was one.</summary>
    public ConnectOutcome? NameFailure { get; init; }

    /// <summary>What was seen, by port.</summary>
    public required IReadOnlyDictionary<int, List<PortObservation>> Seen { get; init; }

    /// <summary>The script came to its end.</summary>
    public bool Complete { get; init; }
}
