namespace TravisOps;

/// <summary>How root is had on a host after log-in.</summary>
public enum SudoMode
{
    /// <summary>Root directly when the login is root, else <c>sudo -n</c>, else <c>sudo</c> with the password when one was given.</summary>
    Auto,

    /// <summary>Never sudo: what needs root is left unknown unless the login is root.</summary>
    None,

    /// <summary>Only <c>sudo -n</c>; a password, even when given, is never sent.</summary>
    NoPassword,

    /// <summary>Always <c>sudo -S</c> with the password of the sudo credential.</summary>
    Password,
}
