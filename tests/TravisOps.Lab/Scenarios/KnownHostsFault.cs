namespace TravisOps.Lab;

/// <summary>What may be wrong with a host's lines in known_hosts.</summary>
internal enum KnownHostsFault
{
    /// <summary>Nothing: its three keys are there.</summary>
    None,

    /// <summary>It has no line.</summary>
    Missing,

    /// <summary>Its line has another key than it shows.</summary>
    Changed,

    /// <summary>Its keys are there, and marked as revoked.</summary>
    Revoked,
}
