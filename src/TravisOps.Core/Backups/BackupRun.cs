using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Takes the pieces of one backup from the platform, each on a connection of its own.</summary>
internal sealed class BackupRun(
    TravisHost host,
    DataBackupRequest request,
    SshOptions options,
    IProgress<BackupProgress>? progress,
    BackupPlan plan,
    BackupSurvey survey,
    CancellationToken cancellationToken)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private readonly List<string> _complaints = [];
    private readonly List<string> _inconsistencies = [.. plan.Inconsistencies];
    private readonly List<BackupDatabase> _databases = [];
    private string _step = string.Empty;
    private long _bytes;

    /// <summary>Runs while data comes.</summary>
    public Stopwatch Flowing { get; } = new();

    public IReadOnlyList<string> Complaints => _complaints;

    public IReadOnlyList<string> Inconsistencies => _inconsistencies;

    public IReadOnlyList<BackupDatabase> Databases => _databases;

    /// <summary>Dumps each database.</summary>
    public void TakeDatabases(ArchiveWriter writer)
    {
        foreach (var database in plan.Databases)
        {
            _step = $"Dumping the database {database}";
            var script = new StreamScript { Stages = [new StreamStage(BackupFailures.DumpStage, BackupShell.Dump(database))] };
            using var download = StreamDownload.Open(host, script, options, request.Limits, cancellationToken);
            Flowing.Start();
            var parts = writer.AddDump(database, download.Data, Count);
            Flowing.Stop();
            var outcome = Keep(download.Outcome);
            _databases.Add(new BackupDatabase { Name = database, Parts = parts, Size = outcome.Bytes, ServerSize = survey.DatabaseSizes.TryGetValue(database, out var size) ? size : null, Sha256 = outcome.Sha256! });
        }
    }

    /// <summary>Takes the files; in cold mode with the application stopped around that.</summary>
    public void TakeFiles(ArchiveWriter writer)
    {
        var cold = request.Mode == BackupMode.Cold;
        _step = cold ? "Stopping the application" : "Copying files";
        Report();
        var stages = new List<StreamStage>
        {
            // 1: a file changed while it was read, or went away before it was.
            new(BackupFailures.TarStage, (cold ? BackupShell.Stop : string.Empty) + BackupShell.Tar(survey.Paths, plan.Excluded)) { Accepted = [0, 1] },
        };
        if (plan.Compressor is { } compressor)
        {
            stages.Add(new StreamStage(BackupFailures.CompressStage, BackupShell.Compress(compressor)));
        }

        var script = new StreamScript { Stages = stages, Finally = cold ? BackupShell.Start : null };
        using var download = StreamDownload.Open(host, script, options, request.Limits, cancellationToken);
        Flowing.Start();
        writer.AddTar(download.Data, count =>
        {
            _step = count > 0 ? "Copying files" : cold ? "Starting the application" : "Checking";
            Count(count);
        });
        Flowing.Stop();
        var outcome = Keep(download.Outcome);
        var changed = outcome.ErrorLines.Count(line => line.Contains("changed as we read it") || line.Contains("removed before we read it") || line.Contains("shrank by"));
        if (outcome.StatusOf(BackupFailures.TarStage) == 1 && cold)
        {
            _inconsistencies.Add($"{Math.Max(changed, 1)} files changed while they were read although the application was stopped: something else writes there.");
        }
    }

    private StreamOutcome Keep(StreamOutcome outcome)
    {
        _complaints.AddRange(outcome.ErrorLines.Select(PlainText.Harmless));
        return outcome;
    }

    private void Count(long count)
    {
        _bytes += count;
        if (_sinceReport.Elapsed >= ReportInterval || count == 0)
        {
            Report();
        }
    }

    private void Report()
    {
        _sinceReport.Restart();
        progress?.Report(new BackupProgress(_step, _bytes, plan.Bytes, Flowing.Elapsed));
    }
}
