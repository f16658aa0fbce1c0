namespace TravisOps.Bundles;

/// <summary>What can go wrong with a bundle.</summary>
public enum BundleProblem
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>It is no bundle, damaged, or made to do harm.</summary>
    Invalid,

    /// <summary>It could not be written.</summary>
    NotWritten,

    /// <summary>A known secret was found in the finished archive, which was deleted.</summary>
    SecretLeft,

    /// <summary>It is encrypted and can't be opened, or can't be encrypted.</summary>
    Locked,

    /// <summary>Something is missing, and that was not to be.</summary>
    Incomplete,

    /// <summary>It would be larger than it may be, even without logs.</summary>
    TooLarge,
}
