using System;

namespace TravisOps.Backups;

/// <summary>How far a backup is.</summary>
/// <param name="Step">What is done now, for a person.</param>
/// <param name="Bytes">Bytes that have arrived.</param>
/// <param name="Total">Bytes that are expected, an estimate; null when there is none.</param>
/// <param name="Elapsed">Time since the first byte.</param>
public sealed record BackupProgress(string Step, long Bytes, long? Total, TimeSpan Elapsed)
{
    /// <summary>Bytes a second since the first one.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;

    /// <summary>Time that is left by the estimate and the rate; null when there is no telling.</summary>
    public TimeSpan? Left => Total > Bytes && Rate > 0 && (Total - Bytes) / Rate < 1e7 ? TimeSpan.FromSeconds((Total.Value - Bytes) / Rate) : null;
}
