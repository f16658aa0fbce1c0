using System.Globalization;

namespace TravisOps.Firewall;

/// <summary>One port of one machine, seen from one place.</summary>
public sealed record PortTarget
{
    /// <summary>How results name this machine as a source.</summary>
    public const string Here = "Here";

    /// <summary>Who asks: <see cref="Here"/>, or the worker's name in the inventory.</summary>
    public required string Source { get; init; }

    /// <summary>The kind of place that asks.</summary>
    public required FirewallSource From { get; init; }

    /// <summary>The machine that is asked, as the inventory names it.</summary>
    public required string ComputerName { get; init; }

    /// <summary>What it is.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>The name or address that is connected to.</summary>
    public required string Address { get; init; }

    /// <summary>The name that a certificate must be for: what workers and browsers call the machine.</summary>
    public required string ServerName { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>What the manual says of it; null when it says nothing.</summary>
    public PortRequirement? Requirement { get; init; }

    /// <summary>How it is greeted.</summary>
    public PortProtocol Protocol => Requirement?.Protocol ?? PortProtocol.None;

    /// <summary>Who asks, as a sentence calls it.</summary>
    internal string SourceName => From == FirewallSource.Here ? "this machine" : Source;

    internal string Service => Requirement?.Service ?? "TCP";

    internal string Id => "Firewall." + (Requirement?.Id ?? "Port" + Port.ToString(CultureInfo.InvariantCulture));
}
