using System;
using TravisOps.Probing;
using TravisOps.Replicated;

namespace TravisOps.Checks;

/// <summary>What the preflight asks of a host. Files in /proc, /sys and /etc are read by the probe's shell itself and cost no process
/// there; there are two commands on a worker and five on the platform.</summary>
/// <remarks>The limits of one host add up to 56 s in the worst case, in which every command ends just in time: below the 60 s that a host has
/// as a whole by default. A Docker that hangs costs 10 s, because everything behind it is skipped; a Replicated that hangs 8 s, and what asks Docker goes on.</remarks>
public static class PreflightItems
{
    /// <summary>Everything that stands on Docker Engine.</summary>
    internal const string DockerGate = "docker";

    /// <summary>Replicated's command line, which is <c>docker exec</c>: a Replicated that hangs says nothing of Docker.</summary>
    internal const string ReplicatedGate = DockerGate + "/replicated";

    /// <summary>Where Docker's client may be beside the system's folders.</summary>
    internal const string DockerPath = "PATH=$PATH:/usr/local/bin:/snap/bin\n";

    /// <summary>How every command that asks Docker Engine begins. Without a socket no client is started, which takes longer than all the files together.</summary>
    internal const string DockerPrelude = DockerPath + """
        command -v docker >/dev/null || { echo 'docker: not found' >&2; exit 127; }
        [ -S /var/run/docker.sock ] || [ -n "$DOCKER_HOST" ] || { echo 'no socket at /var/run/docker.sock' >&2; exit 1; }

        """;

    /// <summary>The distribution.</summary>
    public static ProbeItem OsRelease { get; } = File("os.release", "/etc/os-release");

    /// <summary>The distribution on releases without os-release.</summary>
    public static ProbeItem LsbRelease { get; } = File("os.lsb-release", "/etc/lsb-release");

    /// <summary>The kernel's release, as <c>uname -r</c> prints it.</summary>
    public static ProbeItem Kernel { get; } = File("kernel.release", "/proc/sys/kernel/osrelease");

    /// <summary>The CPUs that are online.</summary>
    public static ProbeItem Cpus { get; } = File("cpu.online", "/sys/devices/system/cpu/online");

    /// <summary>Memory.</summary>
    public static ProbeItem Memory { get; } = File("memory", "/proc/meminfo");

    /// <summary>Load.</summary>
    public static ProbeItem Load { get; } = File("load", "/proc/loadavg");

    /// <summary>Size and use of the file systems that matter; paths that are not there are left out beforehand, so that lines and paths pair up.</summary>
    public static ProbeItem Disk { get; } = new()
    {
        Name = "disk",
        Kind = ProbeItemKind.Command,
        Source = """
            set -- /
            for p in /var/lib/docker /var/lib/replicated /var/travis; do [ -e "$p" ] && set -- "$@" "$p"; done
            echo "paths $*"
            exec df -P -k -- "$@"
            """.Replace("\r", string.Empty),
        TimeLimit = TimeSpan.FromSeconds(5),
    };

    /// <summary>Docker Engine and its client: JSON where the client has --format (1.13), text before that; the client's version apart where
    /// the answer lacks it; df of a data root that is not where <see cref="Disk"/> looks.</summary>
    public static ProbeItem DockerInfo { get; } = new()
    {
        Name = "docker.info",
        Kind = ProbeItemKind.Command,
        Source = (DockerPrelude + """
            i=$(docker info --format '{{json .}}') || i=$(docker info) || { c=$?; docker --version; exit $c; }
            printf '%s\n' "$i"
            case $i in *'"DefaultAPIVersion":"'*) ;; *) docker version ;; esac
            nl='
            '
            j='"DockerRootDir":"' k='Docker Root Dir: ' d=
            case $i in
              *"$j"*) d=${i#*"$j"} d=${d%%\"*} ;;
              *"$k"*) d=${i#*"$k"} d=${d%%"$nl"*} ;;
            esac
            case $d in
              ''|/var/lib/docker|/var/lib/docker/*) ;;
              *) echo '>>> df'; df -P -k -- "$d" ;;
            esac
            exit 0
            """).Replace("\r", string.Empty),
        TimeLimit = TimeSpan.FromSeconds(10),
        Gate = DockerGate,
    };

    /// <summary>Replicated's own components.</summary>
    public static ProbeItem ReplicatedSystem { get; } = Replicated("replicated.system", "system status", 8);

    /// <summary>The app, Travis CI Enterprise.</summary>
    public static ProbeItem ReplicatedApp { get; } = Replicated("replicated.app", "app status", 8);

    /// <summary>Replicated's preflight; behind the others of Replicated, because it is the slowest.</summary>
    public static ProbeItem ReplicatedPreflight { get; } = Replicated("replicated.preflight", "preflight run", 25);

    private static ProbeItem File(string name, string path) => new() { Name = name, Kind = ProbeItemKind.File, Source = path };

    private static ProbeItem Replicated(string name, string words, int seconds) => new()
    {
        Name = name,
        Kind = ProbeItemKind.Command,
        Source = ReplicatedCommand.Script(words),
        MaxBytes = 256 * 1024,
        TimeLimit = TimeSpan.FromSeconds(seconds),
        Gate = ReplicatedGate,
    };
}
