namespace TravisOps.Workers;

/// <summary>What becomes of a line that sets something.</summary>
public enum WorkerSettingState
{
    /// <summary>The worker gets this value.</summary>
    Effective,

    /// <summary>The worker gets it, and goes by the setting of the same name with TRAVIS_WORKER_ before it.</summary>
    Shadowed,

    /// <summary>A later line sets it again.</summary>
    Overridden,

    /// <summary>Set for the start script alone: it is not exported, or the container's file does not have it.</summary>
    NotPassed,

    /// <summary>The line is commented out.</summary>
    CommentedOut,

    /// <summary>The worker gets text with ${...} in it: docker does not put in what the shell would.</summary>
    Literal,

    /// <summary>Only running the file would tell.</summary>
    Unknown,
}
