using System;

namespace TravisOps.Workers;

/// <summary>One setting of a worker, with the line that it comes from.</summary>
public sealed record WorkerSetting
{
    /// <summary>The worker machine.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The name, as the file has it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What the worker gets. A secret, or the secret part of it, is <c>&lt;secret 1a2b3c4d&gt;</c>: the beginning of a hash that is the same for the
    /// same secret on every machine of one run and means nothing after it. Null when it is not known.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>What becomes of the line.</summary>
    public required WorkerSettingState State { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line in it, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The value is or has a secret.</summary>
    public bool Secret { get; init; }

    /// <summary>What the start script has, where the worker gets something else.</summary>
    public string? ScriptValue { get; init; }

    /// <summary>Why it is in that state; null when there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>How the worker is set up.</summary>
    public required WorkerLayout Layout { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public DateTime CollectedAt { get; init; }
}
