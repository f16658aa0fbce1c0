using System;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Says what a stream that broke off means for a backup, and what is wrong with the application behind one.</summary>
internal static class BackupFailures
{
    private const string Look = "replicatedctl app status; replicatedctl app start --attach";

    /// <summary>The error for a stream of which nothing is kept.</summary>
    /// <param name="host">The platform.</param>
    /// <param name="mode">How the data was taken.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="askState">Asks the platform what state the application is in; null when it can't be asked.</param>
    public static BackupException Explain(TravisHost host, BackupMode mode, StreamOutcome outcome, Func<string?> askState)
    {
        var failure = outcome.Failure!;
        var start = outcome.StatusOf(StreamScript.FinallyStage);

        // All data had come, and what starts the application did not end.
        var hangs = mode == BackupMode.Cold && outcome is { End: StreamEnd.NoProgress, HostBytes: not null };
        var started = mode != BackupMode.Cold ? string.Empty
            : start == 0 ? " The application runs again."
            : hangs ? $" The platform goes on with what has to start the application. {Now(askState())}."
            : start is null ? " The platform starts the application by itself; look whether it does."
            : " THE APPLICATION DID NOT START AGAIN.";
        var look = mode == BackupMode.Cold && start != 0 ? " Then: " + Look : string.Empty;
        var problem = outcome.StatusOf(TarStage) switch
        {
            BackupShell.NotStopped => BackupProblem.NotStopped,
            BackupShell.DatabaseRunning => BackupProblem.DatabaseRunning,
            _ when hangs || start is not null and not 0 => BackupProblem.NotStarted,
            _ when outcome.StatusOf(DumpStage) is not null and not 0 => BackupProblem.DatabaseUnavailable,
            _ => BackupProblem.StreamBroken,
        };
        return new BackupException(problem, failure.Message + " Nothing was kept." + started, failure.Remedy + look);
    }

    /// <summary>An error of this side, with what became of the application where that was stopped.</summary>
    /// <param name="host">The platform.</param>
    /// <param name="error">The error.</param>
    /// <param name="isStopped">The platform was told to stop the application.</param>
    /// <param name="hasStarted">It has said what became of it when it was started again.</param>
    /// <param name="application">That, when it does not serve.</param>
    /// <param name="askState">Asks the platform what state the application is in; null when it can't be asked.</param>
    public static BackupException WithApplication(TravisHost host, BackupException error, bool isStopped, bool hasStarted, BackupException? application, Func<string?> askState)
    {
        if (!isStopped)
        {
            return error;
        }

        var (told, look) = (hasStarted, application) switch
        {
            (true, null) => (" The application runs again.", string.Empty),
            (true, _) => (" " + application.Message, " Then: " + application.Remedy),
            _ => ($" The platform starts the application by itself. {Now(askState())}.", " Then: " + Look),
        };
        return new BackupException(error.Problem, error.Message + told, error.Remedy + look, error.InnerException);
    }

    /// <summary>What is wrong with the application behind a backup that is whole; null when it serves, or was not stopped.</summary>
    public static BackupException? Application(TravisHost host, StreamOutcome outcome)
    {
        var said = outcome.ErrorLines.Count == 0 ? "nothing" : PlainText.OneLine(outcome.ErrorLines[outcome.ErrorLines.Count - 1], 300);
        return outcome.StatusOf(StreamScript.FinallyStage) switch
        {
            BackupShell.NotStarted => new(BackupProblem.NotStarted, $"{host.ComputerName}: THE APPLICATION DID NOT START AGAIN behind the backup: {said}.", Look),
            BackupShell.NotHealthy => new(BackupProblem.NotStarted, $"{host.ComputerName}: the application was started again behind the backup, and does not serve: {said}.", "Test-TravisInstallation; and on the platform: replicatedctl app status"),
            _ => null,
        };
    }

    private static string Now(string? state) => state is null ? "Replicated can't be asked for its state" : $"Replicated says of it now: {state.Split(' ')[0]}";

    /// <summary>Names of the stages.</summary>
    public const string TarStage = "tar", DumpStage = "pg-dump", CompressStage = "compress";
}
