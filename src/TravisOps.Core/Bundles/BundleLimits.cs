using TravisOps.Archives;

namespace TravisOps.Bundles;

/// <summary>What is taken from a bundle at the most.</summary>
internal static class BundleLimits
{
    /// <summary>One that was just written here: its size is known to be wanted, however well it packs.</summary>
    public static ArchiveLimits Own { get; } = new() { Ratio = 2000, EntryBytes = long.MaxValue / 4, TotalBytes = long.MaxValue / 4, Entries = 1_000_000, PathDepth = 64, PathLength = 4096 };

    /// <summary>One that came from elsewhere.</summary>
    public static ArchiveLimits Foreign { get; } = new();
}
