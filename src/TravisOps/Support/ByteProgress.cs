using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;

namespace TravisOps.Support;

/// <summary>The progress bar of work that is counted in bytes: how much, how fast, how long still. To be used on the pipeline thread only.</summary>
internal sealed class ByteProgress(Cmdlet cmdlet, string activity)
{
    /// <summary>Nothing is shown of what is over sooner.</summary>
    private static readonly TimeSpan FirstShown = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static int s_lastId = 4700;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly Stopwatch _whole = Stopwatch.StartNew();
    private Stopwatch _step = Stopwatch.StartNew();
    private TimeSpan _shown;
    private string? _what;
    private bool _visible;

    /// <summary>Shows how far it is.</summary>
    public void Show(string what, long done, long all)
    {
        if (what != _what)
        {
            _what = what;
            _step = Stopwatch.StartNew();
        }

        if (_whole.Elapsed < FirstShown || _whole.Elapsed - _shown < Interval)
        {
            return;
        }

        _shown = _whole.Elapsed;
        _visible = true;
        var rate = done / Math.Max(0.001, _step.Elapsed.TotalSeconds);
        var left = rate > 0 && all > done ? (all - done) / rate : 0;
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, string.Format(CultureInfo.InvariantCulture, "{0}: {1:#,0} of {2:#,0} MiB, {3:0.0} MiB/s", what, done >> 20, all >> 20, rate / (1 << 20)))
        {
            PercentComplete = all > 0 ? (int)Math.Min(100, 100 * done / all) : -1,
            SecondsRemaining = left > 0 ? (int)Math.Min(int.MaxValue, left) : -1,
        });
    }

    /// <summary>Takes the bar away.</summary>
    public void End()
    {
        if (_visible)
        {
            cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
