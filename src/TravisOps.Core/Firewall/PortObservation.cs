using System;

namespace TravisOps.Firewall;

/// <summary>What was seen at one address of a target, before it is judged; the same whether this machine or a worker looked.</summary>
internal sealed record PortObservation
{
    /// <summary>The IP address; null when the name was not resolved.</summary>
    public string? Address { get; init; }

    public required ConnectOutcome Outcome { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>The source's own words for a failure.</summary>
    public string? Error { get; init; }

    /// <summary>What the port said, inside TLS where there is TLS.</summary>
    public byte[] Received { get; init; } = [];

    public GreetingEnd End { get; init; }

    /// <summary>Null where no handshake was tried.</summary>
    public TlsObservation? Tls { get; init; }

    /// <summary>Null without -Authenticate.</summary>
    public LoginObservation? Login { get; init; }

    /// <summary>Why the greeting, or a part of it, could not be made; null when it could.</summary>
    public string? NotAsked { get; init; }
}
