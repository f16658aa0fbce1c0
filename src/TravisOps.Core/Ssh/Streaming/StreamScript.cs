using System.Collections.Generic;

namespace TravisOps.Ssh;

/// <summary>
/// A pipeline for a host through which data flows, from there (<see cref="StreamDownload"/>, <see cref="LineFollower"/>) or to there
/// (<see cref="StreamUpload"/>). All texts are POSIX sh for dash 0.5.7, run under LC_ALL=C with the system folders first on PATH, and hold no
/// secret: <see cref="Finally"/> is in the environment of a process there.
/// </summary>
public sealed record StreamScript
{
    /// <summary>
    /// The pipeline, at least one stage. Downloads: the last one's standard output is the data. Uploads: the first one's standard input is the
    /// data, and the last one's standard output is taken for messages.
    /// </summary>
    public required IReadOnlyList<StreamStage> Stages { get; init; }

    /// <summary>
    /// Uploads only: runs on the host after the pipeline, when all stages ended with 0 and the host itself has found length and SHA-256 of what it was
    /// sent right. It is the place for what makes the data count (a rename, a COMMIT). Its status is the stage <see cref="VerifiedStage"/>.
    /// </summary>
    public string? AfterVerified { get; init; }

    /// <summary>
    /// Runs on the host at the end in any case, once: after success and failure, when the connection has died, when the person pressed Ctrl+C, when
    /// this process was killed. It runs in a session of its own that no signal of this one reaches. Its status is the stage <see cref="FinallyStage"/>.
    /// It is not run when the pipeline was never begun.
    /// </summary>
    public string? Finally { get; init; }

    /// <summary>Statuses of <see cref="Finally"/> with which the data counts all the same. 0 alone by default.</summary>
    public IReadOnlyList<int> FinallyAccepted { get; init; } = [0];

    /// <summary>Run as root when that can be had, as in <see cref="RemoteScript.WantRoot"/>.</summary>
    public bool WantRoot { get; init; } = true;

    /// <summary>Nothing is begun when root is wanted and can't be had: the outcome is <see cref="StreamEnd.NotStarted"/> with the reason.</summary>
    public bool RequireRoot { get; init; } = true;

    /// <summary>Name under which the status of <see cref="AfterVerified"/> is reported.</summary>
    public const string VerifiedStage = "after-verified";

    /// <summary>Name under which the status of <see cref="Finally"/> is reported.</summary>
    public const string FinallyStage = "finally";
}
