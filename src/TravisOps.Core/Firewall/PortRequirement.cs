namespace TravisOps.Firewall;

/// <summary>A port that the manual wants open.</summary>
public sealed record PortRequirement
{
    /// <summary>The machine that listens.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Short name for a table, such as <c>RabbitMQ</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The part of the check's id behind <c>Firewall.</c></summary>
    public required string Id { get; init; }

    /// <summary>How it is greeted.</summary>
    public required PortProtocol Protocol { get; init; }

    /// <summary>Who needs it, as a sentence's object.</summary>
    public required string Purpose { get; init; }

    /// <summary>People and their tools use it: not open from here is a failure. Elsewhere it is a warning, as the manual wants it open.</summary>
    public required bool UsedByPeople { get; init; }

    /// <summary>Workers use it: not open from a worker is a failure. Elsewhere it is a warning, as the manual wants it open.</summary>
    public required bool UsedByWorkers { get; init; }

    /// <summary>Self-signed is how it is shipped, so that is told and not held against it.</summary>
    public bool SelfSignedByDefault { get; init; }

    internal bool NeededFrom(FirewallSource source) => source == FirewallSource.Here ? UsedByPeople : UsedByWorkers;
}
