namespace TravisOps.Firewall;

/// <summary>How the exchange on an open port ended.</summary>
internal enum GreetingEnd
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>What was wanted came in.</summary>
    Read,

    /// <summary>The other side hung up.</summary>
    Closed,

    /// <summary>Nothing, or not enough, came in time.</summary>
    Silent,
}
