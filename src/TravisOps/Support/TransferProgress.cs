using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using TravisOps.Backups;

namespace TravisOps.Support;

/// <summary>The progress bar of data that flows: bytes, rate and time left. To be used on the pipeline thread only.</summary>
internal sealed class TransferProgress(Cmdlet cmdlet, string activity)
{
    private static int s_lastId = 4700;

    private readonly int _id = Interlocked.Increment(ref s_lastId);

    /// <summary>Shows how far it is.</summary>
    public void Show(BackupProgress progress)
    {
        var record = new ProgressRecord(_id, activity, progress.Step) { PercentComplete = -1, SecondsRemaining = -1 };
        if (progress.Bytes > 0)
        {
            record.CurrentOperation = Size(progress.Bytes) + (progress.Total is { } all ? " of about " + Size(all) : string.Empty) + ", " + Size((long)progress.Rate) + "/s";
            if (progress.Total is > 0 and var total)
            {
                // The estimate can be too small; a bar that stays at 99 is better than one that starts over.
                record.PercentComplete = (int)Math.Min(99, progress.Bytes * 100 / total);
                record.SecondsRemaining = progress.Left is { } left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1;
            }
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Takes the bar away.</summary>
    public void End() => cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });

    private static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " GB",
        >= 1_000_000 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
    };
}
