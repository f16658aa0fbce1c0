using System.Collections.Generic;

namespace TravisOps.Lab;

/// <summary>A fault that a lab can be started with, or a named mix of several.</summary>
/// <param name="Name">Its name on the command line. <c>_</c> for <c>-</c> names its functions in Resources/faults-*.sh.</param>
/// <param name="DefaultHost">The host that gets it when none is named: <c>platform</c>, <c>worker-1</c> and so on.</param>
/// <param name="Description">What is wrong, as one would tell a colleague.</param>
public sealed record LabScenario(string Name, string DefaultHost, string Description)
{
    /// <summary>For a mix: what it plants, as one would write it on the command line. Parts whose host is not there are left out.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What is wrong with the host's lines in known_hosts; such a fault is here, not on the host.</summary>
    internal KnownHostsFault KnownHosts { get; init; }
}
