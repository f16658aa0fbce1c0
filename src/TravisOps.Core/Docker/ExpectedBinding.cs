using System.Collections.Generic;

namespace TravisOps.Docker;

/// <summary>A port that te-main must publish.</summary>
/// <param name="ContainerPort">The port inside, TCP.</param>
/// <param name="HostPort">The port of the platform; null for whichever Docker picks.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Vital">Builds stop without it.</param>
public sealed record ExpectedBinding(int ContainerPort, int? HostPort, string Purpose, bool Vital)
{
    /// <summary>The bindings of the operations manual, "Docker". Its 32770 for port 22 is a port that Docker picks (facts 0, D3): another one
    /// after each restart, so any will do.</summary>
    public static IReadOnlyList<ExpectedBinding> All { get; } =
    [
        new(80, 80, "HTTP", true),
        new(443, 443, "HTTPS: web interface, API, build scripts", true),
        new(4567, 4567, "RabbitMQ with TLS, for workers", true),
        new(5672, 5672, "RabbitMQ, for workers", true),
        new(22, null, "SSH into the container, on a port that Docker picks", false),
    ];

    /// <summary>As the manual writes it.</summary>
    public override string ToString() => HostPort is { } port
        ? $"0.0.0.0:{port}->{ContainerPort}/tcp"
        : $"0.0.0.0:(dynamic)->{ContainerPort}/tcp";
}
