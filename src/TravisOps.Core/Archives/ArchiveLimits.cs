namespace TravisOps.Archives;

/// <summary>What is taken from an archive at the most. Whatever is larger is refused before it does harm.</summary>
internal sealed record ArchiveLimits
{
    /// <summary>Most entries.</summary>
    public int Entries { get; init; } = 50_000;

    /// <summary>Most bytes of one entry.</summary>
    public long EntryBytes { get; init; } = 8L << 30;

    /// <summary>Most bytes in all.</summary>
    public long TotalBytes { get; init; } = 64L << 30;

    /// <summary>Most bytes that one compressed byte may become, beyond <see cref="FreeBytes"/>. Logs come to 10 to 60, deflate can do 1032.</summary>
    public int Ratio { get; init; } = 400;

    /// <summary>What is read whatever the ratio.</summary>
    public long FreeBytes { get; init; } = 16L << 20;

    /// <summary>Longest path in characters.</summary>
    public int PathLength { get; init; } = 1024;

    /// <summary>Most folders in a path.</summary>
    public int PathDepth { get; init; } = 32;

    /// <summary>Most bytes of a header: extended names and attributes.</summary>
    public int HeaderBytes { get; init; } = 64 * 1024;
}
