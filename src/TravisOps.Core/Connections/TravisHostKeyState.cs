namespace TravisOps.Connections;

/// <summary>What became of a host's key.</summary>
public enum TravisHostKeyState
{
    /// <summary>It was written to known_hosts.</summary>
    Added,

    /// <summary>known_hosts has it already; nothing was written.</summary>
    AlreadyKnown,

    /// <summary>The person, -WhatIf or -Fingerprint said no; nothing was written.</summary>
    Declined,

    /// <summary>known_hosts has another key of this type for the host: refused.</summary>
    Changed,

    /// <summary>known_hosts marks the key as revoked: refused.</summary>
    Revoked,
}
