namespace TravisOps.Ssh;

/// <summary>Why a host could not be looked at. Each kind has one error id and one error category in the module.</summary>
public enum HostFailureKind
{
    /// <summary>The name did not resolve.</summary>
    NameNotFound,

    /// <summary>The port answered with a reset: the machine is up, nothing listens there.</summary>
    ConnectionRefused,

    /// <summary>No answer to the connection attempt in time: the machine is down or a firewall drops.</summary>
    NoAnswer,

    /// <summary>The network has no way to the host.</summary>
    Unreachable,

    /// <summary>Connected, and what answered did not speak SSH, or said nothing in time.</summary>
    NotSsh,

    /// <summary>Client and server share no algorithm.</summary>
    NoCommonAlgorithm,

    /// <summary>The host key is in no known_hosts file.</summary>
    HostKeyUnknown,

    /// <summary>known_hosts has another key for this host.</summary>
    HostKeyChanged,

    /// <summary>known_hosts marks this key as revoked.</summary>
    HostKeyRevoked,

    /// <summary>The key file, its passphrase or the known_hosts file can't be used; nothing was contacted.</summary>
    BadClientConfiguration,

    /// <summary>The server took none of the credentials.</summary>
    AuthenticationFailed,

    /// <summary>The account's password has expired and the server wants a new one.</summary>
    PasswordExpired,

    /// <summary>Logged in, and sudo wants a password and none was given.</summary>
    SudoPasswordRequired,

    /// <summary>Logged in, and sudo refused the password.</summary>
    SudoPasswordWrong,

    /// <summary>Logged in, and the login may not use sudo, there is no sudo, or it wants a terminal.</summary>
    SudoDenied,

    /// <summary>The connection was lost while a command ran.</summary>
    ConnectionLost,

    /// <summary>The command did not end within the time limit.</summary>
    Timeout,

    /// <summary>The log that was asked for is not on the host.</summary>
    LogNotFound,

    /// <summary>The host refused to run the command, or its answer could not be understood.</summary>
    InvalidAnswer,

    /// <summary>Something that no rule above names; the message has the details.</summary>
    Other,
}
