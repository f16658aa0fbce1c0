namespace TravisOps.KnownIssues;

/// <summary>How bad a known issue is.</summary>
public enum KnownIssueSeverity
{
    /// <summary>It looks like an error and is none.</summary>
    Info,

    /// <summary>Something may not work, or not for all.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
