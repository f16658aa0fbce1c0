namespace TravisOps.Firewall;

/// <summary>What became of an attempt to use a port: a cause, not a yes or no.</summary>
public enum PortState
{
    /// <summary>Connected, and the expected service answered, or there is none to expect. Flaws of its answer are in Status and Detail.</summary>
    Open,

    /// <summary>Refused: the machine is there and nothing listens on that port, or a firewall refuses in the machine's name.</summary>
    Closed,

    /// <summary>No answer in time, or the answer that a firewall gives: dropped or forbidden on the way, or the machine is down.
    /// "No route to host" is here too, as a machine that is off and a firewall that rejects both look so.</summary>
    Filtered,

    /// <summary>The source has no route to that network.</summary>
    Unreachable,

    /// <summary>The source can't resolve the name.</summary>
    NameNotFound,

    /// <summary>Connected, and what is there is not the expected service: something else answered, or nothing did.</summary>
    WrongService,

    /// <summary>Could not be looked at; Detail says why.</summary>
    Unknown,
}
