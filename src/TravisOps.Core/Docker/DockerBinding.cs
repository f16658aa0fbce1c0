using System;
using TravisOps.Checks;

namespace TravisOps.Docker;

/// <summary>One port of one container of a host: what is expected of it and what is there.</summary>
public sealed record DockerBinding
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>The container; null when there is none.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Its full id.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Its image.</summary>
    public string? Image { get; init; }

    /// <summary>The port inside the container.</summary>
    public required int ContainerPort { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The port of the host that the manual asks for; null for any, and where it asks for nothing.</summary>
    public int? ExpectedHostPort { get; init; }

    /// <summary>The addresses of the host that it is published on, such as <c>0.0.0.0</c> or <c>0.0.0.0, [::]</c>; of a stopped container
    /// those that it is made for; null when it is not published.</summary>
    public string? HostAddress { get; init; }

    /// <summary>The port of the host; null when it is not published, or when Docker picks it at the start.</summary>
    public int? HostPort { get; init; }

    /// <summary>How the two compare.</summary>
    public required DockerBindingState State { get; init; }

    /// <summary>What that means.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null when nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>When the evidence was gathered, UTC.</summary>
    public DateTime CollectedAt { get; init; }
}
