using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Checks;

/// <summary>The evidence of all hosts of one installation that were looked at in one run, for questions that no host can answer alone.</summary>
public sealed class Fleet
{
    /// <summary>Puts hosts together.</summary>
    /// <param name="hosts">In the order of the inventory. Their secrets can be compared only when they were gathered in one run.</param>
    public Fleet(IReadOnlyList<HostEvidence> hosts)
    {
        Hosts = hosts ?? throw new ArgumentNullException(nameof(hosts));
        Platform = hosts.FirstOrDefault(host => host.Role == TravisRole.Platform);
        Workers = [.. hosts.Where(host => host.Role == TravisRole.Worker)];
    }

    /// <summary>Everything.</summary>
    public IReadOnlyList<HostEvidence> Hosts { get; }

    /// <summary>The platform; null when it was not among the hosts that were asked.</summary>
    public HostEvidence? Platform { get; }

    /// <summary>The workers that were asked, reached or not.</summary>
    public IReadOnlyList<HostEvidence> Workers { get; }
}
