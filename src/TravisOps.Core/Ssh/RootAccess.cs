namespace TravisOps.Ssh;

/// <summary>How root was had on a host.</summary>
public enum RootAccess
{
    /// <summary>It was not: commands ran as the login.</summary>
    None,

    /// <summary>The login is root.</summary>
    Direct,

    /// <summary><c>sudo -n</c>.</summary>
    SudoNoPassword,

    /// <summary><c>sudo</c> with the given password.</summary>
    SudoPassword,
}
