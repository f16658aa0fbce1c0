namespace TravisOps.Workers;

/// <summary>How travis-worker is set up on a machine.</summary>
public enum WorkerLayout
{
    /// <summary>No sign of a worker was found, or it could not be looked at.</summary>
    Unknown,

    /// <summary>Ubuntu 14.04: the deb package, started by upstart.</summary>
    Upstart,

    /// <summary>CentOS 7: the rpm package, started by systemd.</summary>
    Systemd,

    /// <summary>Ubuntu 16.04 and later: the Docker image travisci/worker, started by systemd through travis-worker-wrapper.</summary>
    Image,
}
