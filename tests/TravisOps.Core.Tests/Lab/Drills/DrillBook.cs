using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>A drill for every fault that the lab can plant.</summary>
internal static class DrillBook
{
    // A worker that could not log in was started again and again, which its log tells for a while.
    private const string Restarts = "Worker.Restarts";
    private const string Hardware = "the machine, or its volume, is another one's to give";
    private const string Trust = "whether a host is the one that it was can only be seen there";
    private const string Secret = "the password is the platform's secret, and no command prints it";
    private const string Preflight = "what Replicated's own checks find is for its admin to weigh";
    private const string StandIn = "docker exec replicated sh -c 'cd /etc/replicated-stand-in && ";
    private const string PreflightInOrder = StandIn + "cp preflight-success.json preflight.json && cp preflight-success.txt preflight.txt'";
    private const string NewCommandLine = StandIn + "echo json >output-flag'";
    private const string StopAndStart = "/usr/local/bin/replicatedctl app stop --attach && /usr/local/bin/replicatedctl app start --attach";
    private const string GiveSudo = "echo 'ops ALL=(ALL:ALL) NOPASSWD: ALL' >>/etc/sudoers";
    private const string RightToken = """
        for file in /etc/default/travis-enterprise /etc/default/travis-worker; do
            if [ -f $file ]; then
                text=$(<$file) text=${text//'wrong-token-of-last-year'/TOKEN}
                printf '%s\n' "${text//'sl/ash#and?more'/TOKEN}" >$file
            fi
        done
        service travis-worker restart
        """;

    /// <summary>One worker each, all in one lab.</summary>
    public static IReadOnlyList<Drill> Workers { get; } =
    [
        // Docker
        new("docker-stopped", "Docker.Engine"),
        new("docker-missing", "Docker.Engine") { NoDocker = true, Person = "a lab has no package sources", Says = ["Install Docker", "apt-get install docker.io"] },
        new("docker-hangs", "Docker.Engine") { Odd = true },
        new("docker-upgraded", "Docker.Engine") { Leaves = "Docker.Upgrades" },
        new("docker-tcp-open", "Docker.OpenPort")
        {
            Odd = true,
            Person = "who may reach the engine, and when it may be restarted, is for an admin to say",
            Says = ["tcp://127.0.0.1:4243", "/etc/default/docker", "/etc/docker/daemon.json", "service docker restart"],
            Deed = "sed -i 's/0\\.0\\.0\\.0:4243/127.0.0.1:4243/' /run/lab-init/docker/run /etc/default/docker; service docker restart",
        },

        // Settings and service
        new("build-endpoint-commented", "Worker.BuildEndpoint") { Harmless = ["login-noise", "settings-forms"] },
        new("wrong-token", "Worker.Token") { Leaves = Restarts, Harmless = ["settings-forms"], Person = Secret, Says = ["sudoedit /etc/default/", "line ", "https://travis.lab.test:8800/settings"], Deed = RightToken },
        new("token-breaks-uri", "Worker.TokenCharacters") { Leaves = Restarts, Person = Secret, Says = ["sudoedit /etc/default/", "line ", "%2F"], Deed = RightToken },
        new("wrong-host", "Worker.PlatformHost") { Leaves = Restarts, Harmless = ["max-sessions-1", "settings-forms"] },
        new("host-commented", "Worker.PlatformHost") { Leaves = Restarts, Odd = true },
        new("token-commented", "Worker.Token")
        {
            Odd = true,
            Person = Secret,
            Says = ["sudoedit /etc/default/travis-enterprise", "line 7: take the # away", "https://travis.lab.test:8800/settings"],
            Deed = "sed -i '/TRAVIS_ENTERPRISE_SECURITY/s/^# //' /etc/default/travis-enterprise; service travis-worker restart",
        },
        new("host-unresolved", "Worker.PlatformName") { Leaves = Restarts },
        new("wrong-queue", "Worker.Queue") { Harmless = ["german-locale"] },
        new("pool-too-big", "Worker.PoolCpu") { Harmless = ["slow-shell"], Leaves = "Worker.Alike" },
        new("literal-variable", "Worker.Configuration.Literal")
        {
            Odd = false,
            Person = "which value was meant is not known to a machine",
            Says = ["sudoedit /etc/default/travis-worker", "BUILD_API_URI", "systemctl restart travis-worker"],
            Deed = "sed -i 's#\"https://\\$.*#\"https://travis.lab.test/__build__/script\"#' /etc/default/travis-worker; service travis-worker restart",
        },
        new("odd-worker", "Worker.Alike")
        {
            Person = "whether the difference is meant is not known to a machine",
            Says = ["Get-TravisWorkerConfiguration", "HOST", "/etc/default/travis-worker:"],
            Deed = "sed -i '/HARD_TIMEOUT/d' /etc/default/travis-worker; service travis-worker restart",
        },
        new("worker-stopped", "Worker.Service"),
        new("settings-not-read", "Worker.Service"),

        // The machine
        new("small-disk", "Hardware.Disk") { Odd = true, Person = Hardware, Says = ["/dev/xvda1", "40 GB"] },
        new("disk-full", "Hardware.DiskUsage.root") { Odd = true, Person = "what may be deleted is for an admin to say", Says = ["sudo du -xhd 2 /", "sort"] },
        new("little-memory", "Hardware.Memory") { Odd = true, Person = Hardware, Says = ["16 GB", "POOL_SIZE in /etc/default/travis-worker"] },
        new("twelve-gigabytes", "Hardware.Memory") { Odd = true, Person = Hardware, Says = ["16 GB", "POOL_SIZE in /etc/default/travis-worker"] },
        new("few-cpus", "Hardware.Cpu") { Odd = true, Person = Hardware, Says = ["8 CPUs", "POOL_SIZE in /etc/default/travis-worker"] },
        new("old-kernel", "System.Kernel") { Odd = true, Person = "a lab has no package sources, and a kernel wants a restart", Says = ["apt-get install linux-generic", "restart when no build runs"] },
        new("ancient-kernel", "System.Kernel") { Odd = true, Person = "a lab has no package sources, and a kernel wants a restart", Says = ["apt-get install linux-generic", "restart when no build runs"] },
        new("high-load", "Hardware.Load") { Odd = true, Person = "what takes the CPUs has to be looked at", Says = ["top -b"] },
        new("old-os", "System.OperatingSystem") { Odd = true, Person = Hardware, Says = ["Set up a new worker machine", "Ubuntu 22.04"] },
        new("clock-skew", "Host.Clock") { Odd = true, Person = "a lab has no time server", Says = ["timedatectl set-ntp true", "ntpdate"], Deed = "sed -i '/FAKETIME/d; /LD_PRELOAD/d' /etc/environment" },

        // The way in
        new("sshd-stopped", "Host.Connection") { NoDocker = true, Person = "nobody can log in", Says = ["On the machine: service ssh start", "/etc/ssh/sshd_config"], Deed = "service ssh start" },
        new("host-silent", "Host.Connection") { NoDocker = true, Person = "nobody can log in", Says = ["port 22", "firewall", "ADDRESS"], Deed = "nft delete table inet travisops_lab" },
        new("sshd-mute", "Host.Connection") { NoDocker = true, Person = "nobody can log in", Says = ["nc ADDRESS 22", "service ssh restart"], Deed = "pkill -x busybox; service ssh start" },
        new("expired-password", "Host.Connection") { NoDocker = true, Person = "a new password is its owner's", Says = ["ssh -t ops@ADDRESS"], Deed = "chage -d 19000 ops" },
        new("unknown-host-key", "Host.Connection") { NoDocker = true, Person = Trust, Says = ["ssh-keygen -l -f /etc/ssh/ssh_host_", "-Platform ADDRESS | Add-TravisHostKey"] },
        new("changed-host-key", "Host.Connection") { NoDocker = true, Person = Trust, Says = ["Ask whoever runs it", "ssh-keygen -R 'ADDRESS'", "-Platform ADDRESS | Add-TravisHostKey"] },
        new("revoked-host-key", "Host.Connection") { NoDocker = true, Person = Trust, Says = ["ssh-keygen -A", "/etc/ssh", "whoever revoked it"] },
        new("sudo-password", "Host.Root") { Odd = true, Person = "the password is the login's own", Says = ["-SudoCredential", "log in as root"], Deed = GiveSudo },
        new("no-sudo", "Host.Root") { Odd = true, Person = "rights are an admin's to give", Says = ["-SudoCredential", "log in as root"], Deed = GiveSudo },
        new("no-sudo-binary", "Host.Root") { NoDocker = true, Person = "rights are an admin's to give", Says = ["log in as root", "apt-get install sudo"] },
        new("requiretty", "Host.Root") { NoDocker = true, Person = "rights are an admin's to give", Says = ["visudo", "Defaults:ops !requiretty"], Deed = "echo 'Defaults:ops !requiretty' >>/etc/sudoers" },
    ];

    /// <summary>What is wrong with the platform throughout <see cref="Platform"/>, and in nobody's way.</summary>
    public const string HarmlessOnPlatform = "usr-local-off-path";

    /// <summary>One after another on one platform.</summary>
    public static IReadOnlyList<Drill> Platform { get; } =
    [
        new("replicated-stopped", "Replicated.System")
        {
            Harmless = ["replicatedctl-missing"],
            Afterwards = "cp /usr/local/bin/replicated /usr/local/bin/replicatedctl",
        },
        new("replicated-absent", "Replicated.System"),
        new("preflight-fails", "Replicated.Preflight.memory")
        {
            Harmless = ["replicatedctl-text-only"],
            Person = Preflight,
            Says = ["https://HOST:8800/run-checks"],
            Deed = PreflightInOrder,
            Afterwards = NewCommandLine,
        },
        new("preflight-warns", "Replicated.Preflight.docker-version") { Person = Preflight, Says = ["https://HOST:8800/run-checks"], Deed = PreflightInOrder },
        new("preflight-json-upper", "Replicated.Preflight.docker-version") { Person = Preflight, Says = ["https://HOST:8800/run-checks"], Deed = PreflightInOrder },
        new("app-stopped", "Replicated.App") { Harmless = ["replicatedctl-old"], Afterwards = NewCommandLine },
        new("app-starting", "Replicated.App") { Person = "it needs time", Says = ["Wait two minutes", "replicatedctl app status"], Deed = "docker exec replicated application start" },
        new("app-start-fails-once", "Replicated.App") { Before = StopAndStart },
        new("app-start-fails", "Replicated.App")
        {
            Before = StopAndStart,
            Person = "why it does not start has to be looked at",
            Says = ["replicatedctl app start --attach", "https://HOST:8800", "docker logs --tail 50 replicated"],
            Deed = StandIn + "rm fault-start' && /usr/local/bin/replicatedctl app start --attach",
        },
        new("app-stop-hangs", "Replicated.App")
        {
            Before = "timeout 1 /usr/local/bin/replicatedctl app stop --attach",
            Person = "it needs time",
            Says = ["Wait two minutes", "replicatedctl app status"],
            Deed = StandIn + "rm fault-stop' && docker exec replicated application start",
        },
        new("te-main-stopped", "Docker.TeMain"),
        new("te-main-absent", "Docker.TeMain"),
        new("rabbitmq-cert-directory", "Docker.TeMain"),
        new("binding-missing", "Docker.Bindings.4567"),
        new("binding-moved", "Docker.Bindings.443"),
        new("binding-restricted", "Docker.Bindings.4567"),
        new("binding-unexpected", "Docker.Bindings.focused_yalow-15672-tcp")
        {
            Person = "who needs the port is not known to a machine",
            Says = ["the app's settings at port 8800"],
            Deed = StopAndStart,
        },
        new("te-main-twice", "Docker.TeMain"),
        new("restart-loop", "Docker.Restarts.retraced-api")
        {
            Person = "why it ends has to be looked at",
            Says = ["sudo docker logs --tail 50 retraced-api"],
            Deed = "docker rm --force retraced-api",
        },
    ];

    /// <summary>What is wrong with a log: found by Find-TravisKnownIssue, not by a check, and history, which no fix undoes (see <see cref="LogDrillTests"/>).</summary>
    public const string Log = "troubled-log";

    /// <summary>
    /// The drills of today: all of them take a third of the time that all tests may take, so a run does a third, another one each day.
    /// TRAVISOPS_DRILLS=all does all.
    /// </summary>
    public static IReadOnlyList<Drill> Today(IReadOnlyList<Drill> drills)
    {
        const int Days = 3;
        var day = DateTime.UtcNow.DayOfYear % Days;
        return Environment.GetEnvironmentVariable("TRAVISOPS_DRILLS") == "all" ? drills : [.. drills.Where((_, number) => number % Days == day)];
    }

    /// <summary>Every fault that they plant. What is harmless may be so in several.</summary>
    public static IReadOnlyList<string> Faults { get; } =
        [.. Workers.Concat(Platform).Select(drill => drill.Fault).Append(HarmlessOnPlatform).Append(Log), .. Workers.Concat(Platform).SelectMany(drill => drill.Harmless).Distinct()];
}
