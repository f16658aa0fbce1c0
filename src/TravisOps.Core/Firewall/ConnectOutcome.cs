namespace TravisOps.Firewall;

/// <summary>How a TCP connection attempt ended.</summary>
internal enum ConnectOutcome
{
    Connected,
    Refused,
    NoAnswer,

    /// <summary>EHOSTUNREACH: no ARP answer on the own segment, an ICMP error of a router, or a firewall's "admin prohibited".</summary>
    HostUnreachable,

    /// <summary>ENETUNREACH: no route.</summary>
    NetworkUnreachable,

    /// <summary>EACCES or EPERM: a rule of the source itself.</summary>
    Prohibited,

    NameNotFound,

    /// <summary>The name server did not answer in time.</summary>
    NameServerSilent,

    /// <summary>It was not tried, or ended in a way that says nothing of the port.</summary>
    NotTried,
}
