namespace TravisOps.Ssh;

/// <summary>How far a connection came.</summary>
internal enum ConnectStage
{
    /// <summary>Looking up the name.</summary>
    Resolving,

    /// <summary>Waiting for the TCP connection, and after it for the server's version line.</summary>
    Connecting,

    /// <summary>The version line is there; agreeing on keys.</summary>
    KeyExchange,

    /// <summary>The connection is encrypted; logging in.</summary>
    LoggingIn,

    /// <summary>Logged in.</summary>
    LoggedIn,
}
