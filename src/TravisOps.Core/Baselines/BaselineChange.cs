namespace TravisOps.Baselines;

/// <summary>How a fact of a host differs between two times.</summary>
public enum BaselineChange
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is not there any more.</summary>
    Removed,

    /// <summary>It has another value.</summary>
    Changed,

    /// <summary>One side could not be looked at: whether it changed is not known.</summary>
    Unknown,
}
