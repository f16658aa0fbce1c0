using System;
using System.Collections.Generic;

namespace TravisOps.Checks;

/// <summary>Every limit that a check compares with, once, with where it comes from. "Facts" is the project's collection of what public
/// sources say of Travis CI Enterprise 2.x; "manual" is its operations manual of 2017-10-25.</summary>
public static class Requirements
{
    /// <summary>CPUs of a platform or worker machine (manual of 2017-10-23, "Hardware"; facts 8: c3/c4.2xlarge).</summary>
    public const int Cpus = 8;

    /// <summary>Memory from which a machine passes, in KiB: 14.5 GiB. The manual says 16 GB, and the recommended c4.2xlarge has 15 GiB, of
    /// which the kernel keeps some (facts 8).</summary>
    public const long MemoryPassKib = 15_204_352;

    /// <summary>Memory below which a machine fails, in KiB: 12 GiB (facts 8).</summary>
    public const long MemoryFailKib = 12_582_912;

    /// <summary>Size of the root file system in 1K-blocks: what a volume of 40 GiB has as ext4. The number that the worker installer
    /// compares with (facts 6b).</summary>
    public const long DiskKib = 40_593_708;

    /// <summary>Use of a file system, in percent, from which Replicated's own host preflight warns (facts 3).</summary>
    public const int DiskUseWarnPercent = 83;

    /// <summary>Use of a file system, in percent, that leaves no room for a build or a database to work in; ours, no source.</summary>
    public const int DiskUseFailPercent = 95;

    /// <summary>Load of the last minute per CPU from which processes wait. "Not too high" is all that the manual says (2017-10-23, "Hardware").</summary>
    public const double LoadWarnPerCpu = 1;

    /// <summary>Load of the last minute per CPU from which a machine is too busy to judge anything else on it; ours, no source.</summary>
    public const double LoadFailPerCpu = 2;

    /// <summary>Clock offset in seconds from which logs of two machines can't be laid side by side; ours: builds, TLS and AMQP bear more.</summary>
    public const double ClockWarnSeconds = 5;

    /// <summary>Clock offset in seconds that points to a machine without time service; ours, no source.</summary>
    public const double ClockFailSeconds = 60;

    /// <summary>Oldest kernel that Docker and Replicated run on (facts 0, D8; facts 3).</summary>
    public static Version KernelFail { get; } = new(3, 10, 0);

    /// <summary>Kernel that the prerequisites recommend (facts 8: "Linux 3.16").</summary>
    public static Version KernelWarn { get; } = new(3, 16, 0);

    /// <summary>Kernel that the manual asks for on workers (manual, "Worker"); it was meant for the overlay driver (facts 0, D8).</summary>
    public static Version KernelManual { get; } = new(3, 18, 0);

    /// <summary>Kernel from which overlay2 works without a distribution's backport (Docker's documentation of the driver).</summary>
    public static Version KernelOverlay2 { get; } = new(4, 0, 0);

    /// <summary>Docker version that the manual asks for (manual, "Docker").</summary>
    public static Version DockerManual { get; } = new(1, 7, 0);

    /// <summary>Oldest Docker that any Replicated 2.x took (facts 8).</summary>
    public static Version DockerReplicatedFirst { get; } = new(1, 7, 1);

    /// <summary>Oldest Docker that later Replicated 2.x takes (facts 8).</summary>
    public static Version DockerReplicatedLater { get; } = new(1, 10, 3);

    /// <summary>Newest Docker that Replicated 2.x names as supported (facts 8).</summary>
    public static Version DockerReplicatedLast { get; } = new(24, 0, 2);

    /// <summary>Oldest Docker with API 1.24, which travis-worker 3.1.0 and later need (facts 0, D9).</summary>
    public static Version DockerWorker { get; } = new(1, 12, 0);

    /// <summary>Docker below which workers are known to log "client and server don't have same version" (facts 0, D9; facts 7, 1).</summary>
    public static Version DockerMismatch { get; } = new(17, 6, 2);

    /// <summary>First Docker whose engine refuses API 1.24 unless told otherwise (below 1.44 in 29.0, below 1.40 from 29.3 on);
    /// travis-worker speaks 1.24 unless told otherwise (Docker's release notes; travis-ci/worker backend/docker.go).</summary>
    public static Version DockerRefusesOldApi { get; } = new(29, 0, 0);

    /// <summary>Ubuntu kernel from which aufs is not part of it any more (facts 8).</summary>
    public static Version KernelWithoutAufs { get; } = new(5, 15, 0);

    /// <summary>Ubuntu from which a worker with aufs was set up against its installer, whose default had long been overlay2 (facts 0, D11).</summary>
    public static Version UbuntuWithoutAufs { get; } = new(18, 4, 0);

    /// <summary>Ubuntu from which the worker is a Docker image and its installer sets the log driver journald (facts 6b).</summary>
    public static Version UbuntuWithWorkerImage { get; } = new(16, 4, 0);

    /// <summary>Ubuntu from which systemd starts Docker Engine, not upstart.</summary>
    public static Version UbuntuWithSystemd { get; } = new(15, 4, 0);

    /// <summary>Restarts by Docker itself that make a loop, together with <see cref="RestartLoopTime"/>; ours, no source.</summary>
    public const int RestartLoopCount = 3;

    /// <summary>A container that was restarted <see cref="RestartLoopCount"/> times and is up for less than this is in a loop; ours: Docker
    /// waits a minute at the most between two tries.</summary>
    public static TimeSpan RestartLoopTime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A restart by Docker itself within this time is worth a look; ours, no source.</summary>
    public static TimeSpan RestartRecentTime { get; } = TimeSpan.FromHours(24);

    /// <summary>Exited containers on a worker that are more than a few builds in passing leave behind; ours, no source.</summary>
    public const int LeftoverContainers = 20;

    /// <summary>An upgrade of Docker this long before the engine was found down is the likely reason (facts 7, 45); ours, no source.</summary>
    public static TimeSpan UpgradeRecentTime { get; } = TimeSpan.FromDays(3);

    /// <summary>Ports on which Docker Engine takes commands from everybody: the worker's of Ubuntu 14.04 (facts 6a) and Docker's own (IANA).</summary>
    public static IReadOnlyList<int> DockerPlainPorts { get; } = [4243, 2375];

    /// <summary>Build endpoint of the platform (manual, "Worker": "has the value <c>__build__</c>").</summary>
    public const string BuildEndpoint = "__build__";

    /// <summary>CPUs that a build gets where DOCKER_CPUS is not set; 0 stands for no limit (facts 6c).</summary>
    public const int BuildCpus = 2;

    /// <summary>Memory that a build gets where DOCKER_MEMORY is not set, in KiB: 4 GiB; 0 stands for no limit (facts 6c).</summary>
    public const long BuildMemoryKib = 4_194_304;

    /// <summary>How far the memory of all builds may go beyond the machine's: a machine of "16 GB" has 14.7 to 15.6 GiB (facts 8), and is
    /// the recommended one for the four builds of 4 GiB that its eight CPUs let it have.</summary>
    public const double PoolMemoryTolerance = 1.1;

    /// <summary>Builds at once where POOL_SIZE is not set (facts 6c).</summary>
    public const int PoolSize = 1;

    /// <summary>The version that the newest worker installer sets up (facts 6b and 6d: v6.2.2 of 2019-09-30).</summary>
    public static Version WorkerImage { get; } = new(6, 2, 2);

    /// <summary>Age of apt's lists from which they say little of what is new: apt renews them daily where it is let; ours.</summary>
    public static TimeSpan AptListsWarn { get; } = TimeSpan.FromDays(7);

    /// <summary>Starts of travis-worker within <see cref="WorkerLoopTime"/> that make a loop; ours: upstart and systemd wait 5 s between two.</summary>
    public const int WorkerLoopCount = 3;

    /// <summary>See <see cref="WorkerLoopCount"/>.</summary>
    public static TimeSpan WorkerLoopTime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Time after which a worker that has not said "worker started" has not reached RabbitMQ or its backend; ours: connecting takes seconds, and its
    /// time-outs, 30 s for RabbitMQ, end it.</summary>
    public static TimeSpan WorkerConnectTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Starts of travis-worker in a day that are more than a person's; ours.</summary>
    public const int WorkerStartsWarn = 5;

    /// <summary>Jobs in one of Sidekiq's queues that are a backlog ("large" in facts 7, 10); the number is ours.</summary>
    public const long BackgroundBacklog = 1000;

    /// <summary>How long ago a change is still one of "lately" for a test that shows few of them; ours.</summary>
    public static TimeSpan ChangeRecentTime { get; } = TimeSpan.FromDays(3);

    /// <summary>The version of GitHub Enterprise that Travis CI Enterprise 2.x does not work with any more (facts 8).</summary>
    public static Version GitHubTooNew { get; } = new(3, 4, 0);

    /// <summary>The version of GitHub Enterprise from which no new hooks of the type service are taken (facts 7, 15, and 8).</summary>
    public static Version GitHubTakesNoServices { get; } = new(2, 17, 0);

    /// <summary>The version of GitHub Enterprise from which hooks of the type service do nothing (facts 8).</summary>
    public static Version GitHubStopsServices { get; } = new(2, 20, 0);

    /// <summary>The version of Travis CI Enterprise from which hooks are webhooks (facts 7, 15).</summary>
    public static Version TravisWebhooks { get; } = new(2, 2, 5);

    /// <summary>The queue of jobs that ask for no distribution since Travis CI Enterprise 2.2 (facts 7, 12).</summary>
    public const string DefaultQueue = "builds.trusty";

    /// <summary>The queues that worker installers for Travis CI Enterprise 2.x set (facts 6b and 8).</summary>
    public static IReadOnlyList<string> KnownQueues { get; } = ["builds.trusty", "builds.xenial", "builds.bionic", "builds.focal", "builds.jammy"];

    /// <summary>The queue of workers from before 2.2, for builds on precise (facts 6b, 7, 12).</summary>
    public const string OldQueue = "builds.linux";
}
