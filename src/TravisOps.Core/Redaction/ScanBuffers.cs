using System;

namespace TravisOps.Redaction;

/// <summary>Room for one thread that scans.</summary>
internal sealed class ScanBuffers : IDisposable
{
    public MappedText Joined { get; } = new();

    public MappedText First { get; } = new();

    public MappedText Second { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Joined.Dispose();
        First.Dispose();
        Second.Dispose();
    }
}
