using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>What a stream came to.</summary>
public sealed record StreamOutcome
{
    /// <summary>How it ended.</summary>
    public required StreamEnd End { get; init; }

    /// <summary>Bytes of data that this side read or sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that the host counted; null when it did not come to say so.</summary>
    public long? HostBytes { get; init; }

    /// <summary>SHA-256 of what this side read or sent, 64 lower case hex digits; null when it did not come to the end.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SHA-256 that the host computed; null when it has neither openssl nor sha256sum, or did not come to say so.</summary>
    public string? HostSha256 { get; init; }

    /// <summary>The stages that have ended, in the order in which they did.</summary>
    public IReadOnlyList<StageExit> Stages { get; init; } = [];

    /// <summary>Lines of standard error of all stages: the first hundred and the last fifty.</summary>
    public IReadOnlyList<string> ErrorLines { get; init; } = [];

    /// <summary>How many lines of standard error there were.</summary>
    public long ErrorLineCount { get; init; }

    /// <summary>How root was had.</summary>
    public RootAccess Root { get; init; }

    /// <summary>Why the stream is not complete, for a person; null when it is.</summary>
    public HostFailure? Failure { get; init; }

    /// <summary>Exit status of a stage; null when it has not ended or is not there.</summary>
    public int? StatusOf(string stage)
    {
        foreach (var one in Stages)
        {
            if (one.Name == stage)
            {
                return one.Status;
            }
        }

        return null;
    }
}
