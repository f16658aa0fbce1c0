namespace TravisOps.Archives;

/// <summary>What may still be read of an archive, and of archives within it together.</summary>
internal sealed class ArchiveBudget
{
    private readonly ArchiveLimits _limits;
    private long _total;

    public ArchiveBudget(ArchiveLimits limits) => _limits = limits;

    /// <summary>Counts bytes that came out.</summary>
    /// <exception cref="ArchiveException">They are too many.</exception>
    public void Take(int count)
    {
        _total += count;
        if (_total > _limits.TotalBytes)
        {
            throw new ArchiveException($"It holds more than {_limits.TotalBytes} bytes.");
        }
    }

    /// <summary>Refuses what grows as no honest file does.</summary>
    public void CheckRatio(long compressed, long expanded)
    {
        if (expanded > _limits.FreeBytes && expanded / _limits.Ratio > compressed)
        {
            throw new ArchiveException($"It grows to more than {_limits.Ratio} times its size.");
        }
    }
}
