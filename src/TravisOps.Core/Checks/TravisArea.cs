namespace TravisOps.Checks;

/// <summary>What Test-TravisInstallation looks at: the subject of one command each.</summary>
public enum TravisArea
{
    /// <summary>Connection, root, clock, system, hardware, Replicated (Invoke-TravisPreflight).</summary>
    Preflight,

    /// <summary>Engine, containers, bindings (Test-TravisDocker).</summary>
    Docker,

    /// <summary>Ports from here and from every worker (Test-TravisFirewall).</summary>
    Firewall,

    /// <summary>The workers' service, version and settings, against the platform and against each other (Test-TravisWorker).</summary>
    Worker,

    /// <summary>Travis CI Enterprise itself: its API, what is stuck in its database, its background work.</summary>
    Application,

    /// <summary>What surrounds the hosts and what changed on them lately (Get-TravisEnvironment).</summary>
    Environment,

    /// <summary>What the logs of the last day tell of known issues (Find-TravisKnownIssue).</summary>
    KnownIssue,
}
