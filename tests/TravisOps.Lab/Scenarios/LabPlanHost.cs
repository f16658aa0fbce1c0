using System.Collections.Generic;

namespace TravisOps.Lab;

/// <summary>A host of a lab that is to be.</summary>
/// <param name="ShortName">What it calls itself.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Role">What it is in the installation.</param>
/// <param name="Style">The script in Resources that fills it.</param>
/// <param name="Docker">Whether it runs a Docker Engine.</param>
internal sealed record LabPlanHost(string ShortName, string Address, LabRole Role, string Style, bool Docker)
{
    /// <summary>The real services that run in its te-main.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The full name.</summary>
    public string Name => $"{ShortName}.lab.test";

    /// <summary>What is planted on it.</summary>
    public List<LabScenario> Faults { get; } = [];
}
