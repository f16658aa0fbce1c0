namespace TravisOps.Bundles;

/// <summary>What became of something that was expected.</summary>
public enum ContractState
{
    /// <summary>It is there.</summary>
    Received,

    /// <summary>It is there, and its beginning was cut away to keep within a limit that was asked for.</summary>
    Cut,

    /// <summary>Part of it is there.</summary>
    Partial,

    /// <summary>Nothing of it is there.</summary>
    Missing,
}
