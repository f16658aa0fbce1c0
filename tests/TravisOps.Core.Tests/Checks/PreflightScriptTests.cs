using System;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Docker;
using TravisOps.Replicated;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

/// <summary>The shell text of the plan in the shells that hosts have, with a docker command that plays back recorded texts: engines of 2015
/// can't be had.</summary>
public sealed class PreflightScriptTests : PlayedShell
{
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_client_with_json(string shell)
    {
        PlayDocker("""
            case "$*" in
              'info --format {{json .}}') cat "$RECORDED/docker/24.0.7.json" ;;
              *) echo "unexpected: $*" ;;
            esac
            """);

        var item = await Run(shell, PreflightItems.DockerInfo);

        Assert.Equal(0, item.ExitCode);
        Assert.Equal(Recorded.Text("docker/24.0.7.json"), item.Text);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_client_without_format(string shell)
    {
        PlayDocker("""
            case "$*" in
              info) sed '/^>>> df/,$d; /^Client:$/,$d' "$RECORDED/docker/1.12.6.txt" ;;
              version) sed -n '/^Client:$/,/^>>> df/p' "$RECORDED/docker/1.12.6.txt" | sed '/^>>>/d' ;;
              *) echo 'unknown flag: --format' >&2; exit 125 ;;
            esac
            """);
        Play("df", "sed -n '/^Filesystem/,$p' \"$RECORDED/docker/1.12.6.txt\"; echo \"asked: $*\"");

        var item = await Run(shell, PreflightItems.DockerInfo);
        var docker = DockerParser.Parse(item);

        Assert.Equal("1.12.6", docker.Server?.Text);
        Assert.Equal("1.12.6", docker.Client?.Text);
        Assert.Equal("aufs", docker.StorageDriver);


        // busybox runs its own df whatever the PATH says, and that finds no /mnt/docker on this machine.
        if (!shell.StartsWith("busybox", StringComparison.Ordinal))
        {
            Assert.Equal("/mnt/docker", docker.RootDisk?.Path);
            Assert.Contains("asked: -P -k -- /mnt/docker\n", item.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task An_engine_that_is_down(string shell)
    {
        PlayDocker("""
            case "$*" in
              --version) echo 'Docker version 17.06.2-ce, build cec0b72' ;;
              *) echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1 ;;
            esac
            """);

        var item = await Run(shell, PreflightItems.DockerInfo);
        var docker = DockerParser.Parse(item);

        Assert.Equal(1, item.ExitCode);
        Assert.Equal(DockerProblem.NotRunning, docker.Problem);
        Assert.Equal("17.06.2-ce", docker.Client?.Text);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Replicated_without_wrapper(string shell)
    {
        Assert.SkipWhen(File.Exists("/usr/local/bin/replicatedctl"), "This machine has Replicated's wrapper.");
        PlayDocker("""
            case "$*" in
              'exec replicated replicatedctl preflight run -o json') cat "$RECORDED/replicated/preflight-error.json"; exit 1 ;;
              *) echo "unexpected: $*"; exit 3 ;;
            esac
            """);

        var item = await Run(shell, PreflightItems.ReplicatedPreflight);
        var answer = ReplicatedAnswer.Parse(item);

        Assert.Equal(1, item.ExitCode);
        Assert.Equal("docker exec replicated replicatedctl preflight run -o json", answer.Command);
        Assert.Equal(9, PreflightReport.Parse(answer.Text).Findings.Count);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Replicated_that_knows_no_output_flag(string shell)
    {
        Assert.SkipWhen(File.Exists("/usr/local/bin/replicatedctl"), "This machine has Replicated's wrapper.");
        PlayDocker("""
            case "$*" in
              *'-o json') sed '1d; /^>>>/d' "$RECORDED/replicated/usage.txt" >&2; exit 1 ;;
              'exec replicated replicatedctl preflight run') cat "$RECORDED/replicated/preflight-error.txt"; exit 1 ;;
            esac
            """);

        var answer = ReplicatedAnswer.Parse(await Run(shell, PreflightItems.ReplicatedPreflight));

        Assert.Equal("docker exec replicated replicatedctl preflight run", answer.Command);
        Assert.Equal(ReplicatedProblem.None, answer.Problem);
        Assert.Equal(Recorded.Text("replicated/preflight-error.txt").Trim(), answer.Text.Trim());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Replicated_that_is_stopped(string shell)
    {
        Assert.SkipWhen(File.Exists("/usr/local/bin/replicatedctl"), "This machine has Replicated's wrapper.");
        PlayDocker("echo 'Error response from daemon: Container 4f5a is not running' >&2; exit 1");

        var item = await Run(shell, PreflightItems.ReplicatedSystem);

        Assert.Equal(ReplicatedProblem.NotRunning, ReplicatedAnswer.Parse(item).Problem);
        Assert.Single(item.Text.Split(">>> "), part => part.Contains("docker exec", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Disk_of_this_machine(string shell)
    {
        var item = await Run(shell, PreflightItems.Disk);

        Assert.Equal("/", TravisOps.Hosts.DiskTable.Parse(item.Text)[0].Path);
        Assert.Equal(0, item.ExitCode);
    }
}
