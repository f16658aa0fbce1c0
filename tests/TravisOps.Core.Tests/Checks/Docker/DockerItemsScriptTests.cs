using System;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using Xunit;

namespace TravisOps.Core.Tests.Checks.Docker;

/// <summary>The shell text of docker.containers in the shells that hosts have.</summary>
public sealed class DockerItemsScriptTests : PlayedShell
{
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_client_without_format(string shell)
    {
        PlayDocker("""
            case "$*" in
              'ps -a --no-trunc --format '*) echo 'flag provided but not defined: --format' >&2; exit 2 ;;
              'ps -a --no-trunc') cat "$RECORDED/containers/1.7.1.txt" ;;
              'inspect --format '*) shift 3; printf '{"Id":"%s","Name":"/%s","State":{"Running":true},"HostConfig":{}}\n' "$1" first "$2" second; echo "asked: $#" ;;
            esac
            """);

        var item = await Run(shell, DockerItems.Containers);
        var containers = DockerContainersParser.Parse(item);

        Assert.Equal(0, item.ExitCode);
        Assert.Equal(8, containers.All.Count);
        Assert.Equal(["first", "second", "replicated-operator"], containers.All.Take(3).Select(container => container.Name));
        Assert.Contains("asked: 8\n", item.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Ours_are_always_asked_for_details_and_others_up_to_a_limit(string shell)
    {
        PlayDocker($$"""
            case "$*" in
              'ps -a '*) awk 'BEGIN { for (i = 1; i <= 300; i++) printf "%064x\timage * %d\t\tUp\t\tjob-%d\n", i, i, i; printf "%064x\tquay.io-travisci-te-main:1\t\tUp\t\tlast\n", 999 }' ;;
              inspect*) shift 3; echo "asked: $#"; for last; do :; done; echo "last: $last" ;;
            esac
            """);

        var item = await Run(shell, DockerItems.Containers);

        Assert.Contains($"asked: {DockerItems.MostInspected + 1}\n", item.Text, StringComparison.Ordinal);
        Assert.Contains($"last: {999.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)}\n", item.Text, StringComparison.Ordinal);
        Assert.Equal(301, DockerContainersParser.Parse(item).All.Count);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_container_that_goes_between_the_two(string shell)
    {
        PlayDocker("""
            case "$*" in
              'ps -a '*) printf '%064x\timage\t\tUp\t\tone\n' 1 ;;
              inspect*) echo 'Error: No such object: 0000' >&2; exit 1 ;;
            esac
            """);

        var containers = DockerContainersParser.Parse(await Run(shell, DockerItems.Containers));

        Assert.Equal((DockerProblem.None, "one", 1), (containers.Problem, Assert.Single(containers.All).Name, containers.WithoutDetails));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task An_engine_without_containers(string shell)
    {
        PlayDocker("case \"$*\" in 'ps -a '*) ;; *) echo \"unexpected: $*\" ;; esac");

        var item = await Run(shell, DockerItems.Containers);

        Assert.Equal((">>> ps\n\n", 0), (item.Text, item.ExitCode));
        Assert.Equal(DockerProblem.None, DockerContainersParser.Parse(item).Problem);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task An_engine_that_is_down(string shell)
    {
        PlayDocker("echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1");

        var item = await Run(shell, DockerItems.Containers);

        Assert.Equal(1, item.ExitCode);
        Assert.Equal(DockerProblem.NotRunning, DockerContainersParser.Parse(item).Problem);
    }
}
