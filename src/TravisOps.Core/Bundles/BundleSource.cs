using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Bundles;

/// <summary>
/// One area of a support bundle: what it asks of hosts, which logs it wants, what checks make of it, and what it has to say on the page and in the request.
/// A new area is a class like this and a line in <see cref="BundleSources"/>; nothing else has to know it.
/// </summary>
public abstract class BundleSource
{
    /// <summary>Its name for -Include and -Exclude, such as <c>docker</c>: lower case words joined by dashes.</summary>
    public abstract string Name { get; }

    /// <summary>What it gathers, in a few words; a line of the contract.</summary>
    public abstract string Title { get; }

    /// <summary>Whether hosts of that role have it.</summary>
    public virtual bool AppliesTo(TravisRole role) => true;

    /// <summary>What the probe asks of a host. An item that several sources ask for is asked once: they are told apart by name.</summary>
    public virtual IReadOnlyList<ProbeItem> Items(BundleHost host) => [];

    /// <summary>What is streamed from a host.</summary>
    public virtual IReadOnlyList<BundleLog> Logs(BundleHost host) => [];

    /// <summary>The results of its checks for a host, from raw evidence.</summary>
    public virtual IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => [];

    /// <summary>The results of its checks that need all hosts.</summary>
    public virtual IEnumerable<CheckResult> JudgeTogether(Fleet fleet) => [];

    /// <summary>Adds to the page, to the request and to the files of the bundle what the evidence of all hosts says.</summary>
    /// <param name="evidence">Of each host, raw; what is added is redacted afterwards.</param>
    /// <param name="findings">Gets it.</param>
    public virtual void Describe(IReadOnlyList<HostEvidence> evidence, BundleFindings findings)
    {
    }

    /// <summary>Why what the probe was to bring is not there, or not all of it; null when it is. An answer that says "not on this host" is one.</summary>
    public virtual string? Gap(BundleHost host, HostEvidence evidence)
    {
        List<string> missing = [];
        foreach (var item in Items(host))
        {
            var reason = evidence.Find(item.Name)?.Status switch
            {
                EvidenceStatus.TimedOut => "timed out",
                EvidenceStatus.Denied => "denied",
                EvidenceStatus.Lost => "the connection ended",
                EvidenceStatus.Skipped => "not tried",
                null => "not asked",
                _ => null,
            };
            if (reason is not null)
            {
                missing.Add($"{item.Name} ({reason})");
            }
        }

        return missing.Count == 0 ? null
            : evidence.Failure is { } failure && missing.Count == Items(host).Count ? failure.Message
            : $"Not all of it: {string.Join(", ", missing.Take(6))}{(missing.Count > 6 ? $" and {missing.Count - 6} more" : string.Empty)}.";
    }
}
