using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using TravisOps.Workers;

namespace TravisOps.Support;

/// <summary>The progress bar of a run over workers: how many are done, and where the others are. To be used on the pipeline thread only.</summary>
internal sealed class WorkerProgress(Cmdlet cmdlet, string activity, int total)
{
    private const int Id = 4299;
    private const int Shown = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, WorkerStage> _stages = [];
    private readonly Stopwatch _sinceLast = new();
    private int _done;

    /// <summary>Shows where a worker is.</summary>
    public void Show(WorkerStage stage)
    {
        var isNew = !_stages.TryGetValue(stage.ComputerName, out var last) || last.Text != stage.Text;
        _stages[stage.ComputerName] = stage;
        if (isNew || !_sinceLast.IsRunning || _sinceLast.Elapsed >= Interval)
        {
            Write();
        }

        if (isNew)
        {
            cmdlet.WriteVerbose($"{stage.ComputerName}: {stage.Text}");
        }
    }

    /// <summary>Counts a worker that is done.</summary>
    public void Done(string computerName)
    {
        _stages.Remove(computerName);
        _done++;
        Write();
    }

    /// <summary>Takes the bar away.</summary>
    public void End() => cmdlet.WriteProgress(new ProgressRecord(Id, activity, "Done") { RecordType = ProgressRecordType.Completed });

    private void Write()
    {
        var texts = _stages.Values.Take(Shown).Select(stage => $"{stage.ComputerName}: {stage.Text} ({stage.Elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)})");
        var more = _stages.Count > Shown ? $"; and {_stages.Count - Shown} more" : string.Empty;
        cmdlet.WriteProgress(new ProgressRecord(Id, activity, $"{_done} of {total} workers done")
        {
            PercentComplete = _done * 100 / total,
            CurrentOperation = _stages.Count == 0 ? null : string.Join("; ", texts) + more,
        });
        _sinceLast.Restart();
    }
}
