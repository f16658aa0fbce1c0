namespace TravisOps.Firewall;

/// <summary>Where ports are tested from.</summary>
public enum FirewallSource
{
    /// <summary>This machine, to all machines.</summary>
    Here,

    /// <summary>Every worker, to the platform: the path that builds take.</summary>
    Worker,
}
