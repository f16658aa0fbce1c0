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
    private readonly List<string> _warnings = [];
    private readonly List<string> _inconsistencies = [.. plan.Inconsistencies];
    private readonly List<BackupDatabase> _databases = [];
    private string _step = string.Empty;
    private long _bytes;

    /// <summary>Runs while data comes.</summary>
    public Stopwatch Flowing { get; } = new();

    public IReadOnlyList<string> Complaints => _complaints;

    public IReadOnlyList<string> Inconsistencies => _inconsistencies;

    /// <summary>What should be known of it and does not make it inconsistent.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What is wrong with an application that was stopped; null when it serves again.</summary>
    public BackupException? Application { get; private set; }

    /// <summary>The platform was told to stop the application.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>It has been started again, as <see cref="Application"/> says.</summary>
    public bool HasStarted { get; private set; }

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
            using var checkedDump = new DumpCheckStream(download.Data);
            var parts = writer.AddDump(database, checkedDump, Count);
            Flowing.Stop();
            Demand(database, checkedDump.Walk);
            var outcome = Keep(download.Outcome);
            var (encoding, collate, type) = survey.Locales.TryGetValue(database, out var locale) ? locale : default((string?, string?, string?));
            _databases.Add(new BackupDatabase { Name = database, Parts = parts, Size = outcome.Bytes, ServerSize = survey.DatabaseSizes.TryGetValue(database, out var size) ? size : null, Encoding = encoding, Collate = collate, CType = type, Settings = survey.Settings.TryGetValue(database, out var settings) ? settings : [], IsWhole = checkedDump.Walk.State == DumpState.Unknown ? false : null, Sha256 = outcome.Sha256! });
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
            new(BackupFailures.TarStage, (cold ? BackupShell.Stop : string.Empty) + BackupShell.Tar(plan.Paths, survey.Links, plan.Excluded)) { Accepted = [0, 1] },
        };
        if (plan.Compressor is { } compressor)
        {
            stages.Add(new StreamStage(BackupFailures.CompressStage, BackupShell.Compress(compressor)));
        }

        // However the application comes up, what was taken before is whole, and may soon be needed.
        var script = new StreamScript { Stages = stages, Finally = cold ? BackupShell.StartAndWait : null, FinallyAccepted = [0, BackupShell.NotStarted, BackupShell.NotHealthy] };
        using var download = StreamDownload.Open(host, script, options, request.Limits, cancellationToken);
        IsStopped = cold;
        Flowing.Start();
        writer.AddTar(download.Data, count =>
        {
            _step = count > 0 ? "Copying files" : cold ? "Starting the application" : "Checking";
            Count(count);
        });
        Flowing.Stop();
        var outcome = Keep(download.Outcome);
        Application = BackupFailures.Application(host, outcome);
        HasStarted = cold;
        if (TarComplaints.Of(outcome, plan.DumpedCluster) is { } complaints)
        {
            Keep(complaints.Inconsistency is { } one ? one + (cold ? " The application was stopped: something else writes there." : string.Empty) : null, _inconsistencies);
            Keep(complaints.Warning, _warnings);
        }

        if (plan.Paths.FirstOrDefault(path => !writer.Entries.Exists(entry => entry.IsFolder(path))) is { } missing)
        {
            throw new BackupException(BackupProblem.StreamBroken, $"{host.ComputerName}: tar sent no folder {missing}. Nothing was kept.", $"Look at what it is there: ls -ld {missing}; and at -Exclude.");
        }

        if (request.Mode != BackupMode.Hot && survey.ServedCluster is { Length: > 0 } cluster && ClusterParts.Outside(cluster.TrimStart('/'), writer.Entries, survey.Mounts) is { Count: > 0 } outside)
        {
            _inconsistencies.Add($"Parts of PostgreSQL's files in {cluster} are elsewhere and not in the backup, so that no server starts on these or not with all data: {string.Join(", ", outside)}. Use -Mode Hot.");
        }
    }

    private void Demand(string database, DumpWalk walk)
    {
        switch (walk.State)
        {
            case DumpState.Whole:
                break;
            case DumpState.Unknown:
                _warnings.Add($"{host.ComputerName}: the dump of {database} is of a version of pg_dump's format that is not known here, so that only a drill tells whether it is whole.");
                break;
            default:
                throw new BackupException(BackupProblem.StreamBroken, $"{host.ComputerName}: pg_dump ended as if all were well, and its dump of {database} is not whole: {walk.Flaw}. Nothing was kept.", "Run it again; if it stays, look at the Docker Engine's log and at memory there: dmesg | tail -50");
        }
    }

    private static void Keep(string? text, List<string> list)
    {
        if (text is not null)
        {
            list.Add(text);
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
