using System;
using TravisOps.Checks;

namespace TravisOps.Firewall;

/// <summary>What one place found at one port of one machine. It is a check result, so it goes wherever those go: ComputerName is the machine
/// that was asked, and <see cref="CheckResult.Actual"/> is state and detail.</summary>
public sealed record FirewallResult : CheckResult
{
    /// <summary>Who asked: <c>Here</c>, or a worker.</summary>
    public required string Source { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>What the manual has on that port; <c>TCP</c> for any other.</summary>
    public required string Service { get; init; }

    /// <summary>What became of the attempt.</summary>
    public required PortState State { get; init; }

    /// <summary>Time to connect, about one round trip; null when there was no connection, or no clock fine enough at the source.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>What answered, or why nothing did, in the words of who answered.</summary>
    public required string Detail { get; init; }

    /// <summary>Whether the broker takes the worker's token.</summary>
    public BrokerLogin Login { get; init; }
}
