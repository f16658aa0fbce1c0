using System;
using System.Globalization;
using TravisOps.Probing;

namespace TravisOps.Checks.Docker;

/// <summary>What Test-TravisDocker and Get-TravisDockerBindings ask of a host beyond what the preflight asks.</summary>
public static class DockerItems
{
    /// <summary>Containers of which details are asked, beside those of Travis CI Enterprise and Replicated themselves: a worker that leaves
    /// its builds' containers behind may have thousands.</summary>
    public const int MostInspected = 200;

    /// <summary>The engine's settings, on Ubuntu 16.04 and later.</summary>
    public static ProbeItem DaemonJson { get; } = File("docker.daemon-json", "/etc/docker/daemon.json");

    /// <summary>The engine's settings as flags, DOCKER_OPTS, on Ubuntu 14.04.</summary>
    public static ProbeItem DefaultDocker { get; } = File("docker.default", "/etc/default/docker");

    /// <summary>Listening IPv4 sockets, which the kernel lists before the connected ones.</summary>
    public static ProbeItem Tcp4 { get; } = File("net.tcp", "/proc/net/tcp");

    /// <summary>Listening IPv6 sockets, likewise.</summary>
    public static ProbeItem Tcp6 { get; } = File("net.tcp6", "/proc/net/tcp6");

    /// <summary>The flags that the engine runs with, whatever the files say by now: one argument a line. Its pid has no end of line, which
    /// makes <c>read</c> fail although it has read it.</summary>
    public static ProbeItem EngineArguments { get; } = new()
    {
        Name = "docker.arguments",
        Kind = ProbeItemKind.Command,
        Source = """read -r p </var/run/docker.pid; [ -n "$p" ] && exec tr '\0' '\n' <"/proc/$p/cmdline" """.TrimEnd(),
    };

    /// <summary>The containers: <c>docker ps -a</c> as fields where the client has --format (1.8), else as a table; then the parts of
    /// <c>docker inspect</c> that matter, one object a line. The parts are named one by one, since the whole has every container's
    /// environment in it, and that has passwords.</summary>
    public static ProbeItem Containers { get; } = new()
    {
        Name = "docker.containers",
        Kind = ProbeItemKind.Command,
        Source = (PreflightItems.DockerPrelude + """
            set -f
            p=$(docker ps -a --no-trunc --format '{{.ID}}\t{{.Image}}\t{{.CreatedAt}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}') ||
            p=$(docker ps -a --no-trunc) || exit
            printf '>>> ps\n%s\n' "$p"
            IFS='
            '
            set --
            n=0
            for l in $p; do
              i=${l%%[!0-9a-f]*}
              [ ${#i} -eq 64 ] || continue
              case $l in
                *te-main*|*replicated*|*travis-worker*) ;;
                *) n=$((n + 1)); [ "$n" -le @MOST ] || continue ;;
              esac
              set -- "$@" "$i"
            done
            [ $# -gt 0 ] || exit 0
            echo '>>> inspect'
            exec docker inspect --format '
            """ + Template + "' \"$@\"").Replace("\r", string.Empty).Replace("@MOST", MostInspected.ToString(CultureInfo.InvariantCulture)),
        MaxBytes = 1024 * 1024,
        TimeLimit = TimeSpan.FromSeconds(10),
        Gate = PreflightItems.DockerGate,
    };

    /// <summary>What images, containers, volumes and the build cache take and could give back (since Docker 1.13). It adds up every layer, so it is
    /// asked last: when it takes too long nothing stands behind it.</summary>
    public static ProbeItem SystemDf { get; } = new()
    {
        Name = "docker.system-df",
        Kind = ProbeItemKind.Command,
        Source = (PreflightItems.DockerPrelude + "exec docker system df").Replace("\r", string.Empty),
        TimeLimit = TimeSpan.FromSeconds(15),
        Gate = PreflightItems.DockerGate,
    };

    /// <summary>The newest part of apt's history, which tells of upgrades of Docker (facts 7, 45; facts 12). It begins with a whole line: in half of one nobody knows a secret again.</summary>
    public static ProbeItem AptHistory { get; } = new()
    {
        Name = "apt.history",
        Kind = ProbeItemKind.Command,
        Source = "f=/var/log/apt/history.log; if [ -r $f ] && [ $(wc -c <$f) -gt 65536 ]; then tail -c 65536 $f | sed 1d; else exec cat $f; fi",
    };

    // The names of docker inspect itself, so that one reader does for both. Every field is there since Docker 1.7.
    private const string Template =
        """{"Id":{{json .Id}},"Name":{{json .Name}},"Created":{{json .Created}},"RestartCount":{{json .RestartCount}},"""
        + """ "State":{"Running":{{json .State.Running}},"Paused":{{json .State.Paused}},"Restarting":{{json .State.Restarting}},"""
        + """ "OOMKilled":{{json .State.OOMKilled}},"ExitCode":{{json .State.ExitCode}},"Error":{{json .State.Error}},"StartedAt":{{json .State.StartedAt}}},"""
        + """ "Config":{"Image":{{json .Config.Image}},"Hostname":{{json .Config.Hostname}}},"""
        + """ "HostConfig":{"NetworkMode":{{json .HostConfig.NetworkMode}},"RestartPolicy":{{json .HostConfig.RestartPolicy}},"""
        + """ "LogConfig":{"Type":{{json .HostConfig.LogConfig.Type}},"Config":{"max-size":{{json (index .HostConfig.LogConfig.Config "max-size")}}}},"""
        + """ "PortBindings":{{json .HostConfig.PortBindings}}},"NetworkSettings":{"Ports":{{json .NetworkSettings.Ports}}}}""";

    private static ProbeItem File(string name, string path) => new() { Name = name, Kind = ProbeItemKind.File, Source = path };
}
