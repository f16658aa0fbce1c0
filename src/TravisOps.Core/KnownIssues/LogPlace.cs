using System;

namespace TravisOps.KnownIssues;

/// <summary>The logs that signatures stand in.</summary>
[Flags]
public enum LogPlace
{
    /// <summary>No log: a state of a database, a setting, an answer over HTTP.</summary>
    None = 0,

    /// <summary>travis-worker's log: /var/log/upstart/travis-worker.log on Ubuntu 14.04, the journal of travis-worker.service later.</summary>
    Worker = 1,

    /// <summary>The platform's /var/travis/log/travis.log.</summary>
    Platform = 2,

    /// <summary>Replicated's logs.</summary>
    Replicated = 4,

    /// <summary>What Docker says of containers that did not start, and Docker's own log.</summary>
    Docker = 8,

    /// <summary>The kernel's messages (dmesg).</summary>
    Kernel = 16,

    /// <summary>The log of a build, as its author sees it; no machine has it as a file.</summary>
    Build = 32,

    /// <summary>GitHub's list of a hook's deliveries.</summary>
    Hook = 64,
}
