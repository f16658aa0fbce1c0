using System;

namespace TravisOps.Backups;

/// <summary>There is no backup, or none that can be used. The message says what happened, the remedy what to do next.</summary>
public sealed class BackupException(BackupProblem problem, string message, string remedy, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public BackupProblem Problem { get; } = problem;

    /// <summary>What to do next.</summary>
    public string Remedy { get; } = remedy;
}
