namespace TravisOps.Ssh;

/// <summary>The marker at the start of a known_hosts line (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
internal enum KnownHostsMarker
{
    /// <summary>None: the line has a host's key.</summary>
    None,

    /// <summary><c>@cert-authority</c>: the key certifies host keys.</summary>
    CertAuthority,

    /// <summary><c>@revoked</c>: the key must not be accepted.</summary>
    Revoked,
}
