using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;

namespace TravisOps.Support;

/// <summary>The progress bar of a run over hosts: how many are done and which are still out. To be used on the pipeline thread only.</summary>
internal sealed class HostProgress
{
    /// <summary>Often enough to look alive; seldom enough not to slow down a run over hundreds of hosts (5.1 draws each record).</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private const int NamesShown = 3;

    private static int s_lastId = 4300;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly List<string> _pending;
    private readonly int _total;
    private readonly Stopwatch _sinceLast = new();

    public HostProgress(Cmdlet cmdlet, string activity, IReadOnlyList<TravisHost> hosts)
    {
        _cmdlet = cmdlet;
        _activity = activity;
        _pending = [.. hosts.Select(host => host.ComputerName)];
        _total = hosts.Count;
    }

    /// <summary>Shows the bar.</summary>
    public void Begin() => Write();

    /// <summary>Counts a host that is done.</summary>
    public void Done(TravisHost host)
    {
        _pending.Remove(host.ComputerName);
        if (_sinceLast.Elapsed >= Interval)
        {
            Write();
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void End() =>
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, "Done") { RecordType = ProgressRecordType.Completed });

    private void Write()
    {
        var done = _total - _pending.Count;
        var names = string.Join(", ", _pending.Take(NamesShown));
        var more = _pending.Count > NamesShown ? $" and {_pending.Count - NamesShown} more" : string.Empty;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, $"{done} of {_total} hosts done")
        {
            PercentComplete = _total == 0 ? 100 : done * 100 / _total,
            CurrentOperation = _pending.Count == 0 ? null : $"Waiting for {names}{more}",
        });
        _sinceLast.Restart();
    }
}
