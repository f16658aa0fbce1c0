namespace TravisOps.Ssh;

/// <summary>What known_hosts says of a host key.</summary>
public enum HostKeyStatus
{
    /// <summary>It is listed for this host, or certified by an authority that is.</summary>
    Trusted,

    /// <summary>No key of this type is listed for this host.</summary>
    Unknown,

    /// <summary>Another key of this type is listed for this host.</summary>
    Changed,

    /// <summary>It is marked as revoked for this host, or the authority that certified it is.</summary>
    Revoked,
}
