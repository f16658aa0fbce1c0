using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

/// <summary>The distribution of a host, from whichever of the two files has it.</summary>
internal static class Distribution
{
    /// <summary>The distribution and the item that tells it; a null release, with the first item if there is one, when neither does.</summary>
    public static (OsRelease? Release, EvidenceItem? Item) Of(HostEvidence host)
    {
        var item = host.Find(PreflightItems.OsRelease.Name);
        if (item is { Ok: true } && OsRelease.Parse(item.Text) is { } release)
        {
            return (release, item);
        }

        return host.Find(PreflightItems.LsbRelease.Name) is { Ok: true } lsb && OsRelease.Parse(lsb.Text) is { } older ? (older, lsb) : (null, item);
    }
}
