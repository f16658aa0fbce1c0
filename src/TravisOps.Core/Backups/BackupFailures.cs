using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Says what a stream that broke off means for a backup.</summary>
internal static class BackupFailures
{
    public static BackupException Explain(TravisHost host, BackupMode mode, StreamOutcome outcome)
    {
        var failure = outcome.Failure!;
        var start = outcome.StatusOf(StreamScript.FinallyStage);
        var started = mode != BackupMode.Cold ? string.Empty
            : start == 0 ? " The application runs again."
            : start is null ? " The platform starts the application by itself; look whether it does."
            : " THE APPLICATION DID NOT START AGAIN.";
        var look = mode == BackupMode.Cold && start != 0 ? " Then: replicatedctl app status; replicatedctl app start --attach" : string.Empty;
        var problem = outcome.StatusOf(TarStage) switch
        {
            BackupShell.NotStopped => BackupProblem.NotStopped,
            BackupShell.DatabaseRunning => BackupProblem.DatabaseRunning,
            _ when start is not null and not 0 => BackupProblem.NotStarted,
            _ when outcome.StatusOf(DumpStage) is not null and not 0 => BackupProblem.DatabaseUnavailable,
            _ => BackupProblem.StreamBroken,
        };
        return new BackupException(problem, failure.Message + " Nothing was kept." + started, failure.Remedy + look);
    }

    /// <summary>Names of the stages.</summary>
    public const string TarStage = "tar", DumpStage = "pg-dump", CompressStage = "compress";
}
