namespace TravisOps.Checks;

/// <summary>What a check found.</summary>
public enum CheckStatus
{
    /// <summary>Looked at and in order.</summary>
    Pass,

    /// <summary>Works, and somebody should look at it.</summary>
    Warn,

    /// <summary>Not in order.</summary>
    Fail,

    /// <summary>Does not apply, or stands on something that failed; the message says which.</summary>
    Skip,

    /// <summary>Could not be looked at; the message says why. Never a Pass.</summary>
    Unknown,
}
