using System;

namespace TravisOps.Baselines;

/// <summary>One thing that differs between a baseline and a later time.</summary>
public sealed record BaselineDifference
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>How it differs.</summary>
    public required BaselineChange Change { get; init; }

    /// <summary>What, such as <c>package.docker-ce</c>; <c>host</c> for the machine as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>The value in the baseline; null when it had none or it is not known.</summary>
    public string? Old { get; init; }

    /// <summary>The value later; null when it has none or it is not known.</summary>
    public string? New { get; init; }

    /// <summary>When it changed, UTC, where the host's logs or the file's time tell; otherwise it was between <see cref="After"/> and <see cref="Before"/>.</summary>
    public DateTime? When { get; init; }

    /// <summary>When it was still as in the baseline, UTC.</summary>
    public DateTime After { get; init; }

    /// <summary>When it was seen to differ, UTC.</summary>
    public DateTime Before { get; init; }

    /// <summary>Who did it, where that is known.</summary>
    public string? ByWhom { get; init; }

    /// <summary>What <see cref="When"/> and <see cref="ByWhom"/> are known from.</summary>
    public string? Source { get; init; }

    /// <summary>Why it is not known, or what it means; null when there is nothing to say.</summary>
    public string? Message { get; init; }
}
