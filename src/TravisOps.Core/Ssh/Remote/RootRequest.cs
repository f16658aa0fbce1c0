namespace TravisOps.Ssh;

/// <summary>In which way the remote side is asked to become root.</summary>
internal enum RootRequest
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>sudo -n</c> unless the login is root.</summary>
    NoPassword,

    /// <summary><c>sudo -S</c> with the password from standard input, unless the login is root.</summary>
    Password,
}
