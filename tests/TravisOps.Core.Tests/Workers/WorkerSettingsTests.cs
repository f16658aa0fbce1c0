using System;
using System.Linq;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>What a worker gets, from which line, on each layout; by the script that runs there.</summary>
public sealed class WorkerSettingsTests
{
    [Fact]
    public void A_14_04_worker_gets_what_is_exported_with_file_and_line()
    {
        using var files = WorkerFiles.Trusty(more: "POOL_SIZE=3\nexport POOL_SIZE='4' # more\nLOCAL=1\nexport TRAVIS_WORKER_POOL_SIZE=5\n");

        var settings = files.Settings();

        Assert.All(settings, one => Assert.Equal(WorkerLayout.Upstart, one.Layout));
        var host = settings.Single(one => one.Name == "TRAVIS_ENTERPRISE_HOST");
        Assert.Equal(("travis.example.com", "/etc/default/travis-enterprise", 3, WorkerSettingState.Effective), (host.Value, host.File, host.Line, host.State));
        Assert.Equal("https://travis.example.com/__build__/script", settings.Single(one => one.Name == "BUILD_API_URI").Value);
        var pool = settings.Single(one => one.Name == "POOL_SIZE");
        Assert.Equal(("4", 7, WorkerSettingState.Shadowed), (pool.Value, pool.Line, pool.State));
        Assert.Contains("TRAVIS_WORKER_POOL_SIZE (/etc/default/travis-worker:9)", pool.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerSettingState.NotPassed, settings.Single(one => one.Name == "LOCAL").State);
        Assert.Equal(WorkerSettingState.CommentedOut, settings.Single(one => one.Name == "TRAVIS_WORKER_DOCKER_PRIVILEGED").State);
        Assert.Equal([3, 6, 7], files.Settings(all: true).Where(one => one.Name == "POOL_SIZE").Select(one => one.Line));
    }

    [Fact]
    public void Files_are_read_in_the_start_scripts_own_order_and_others_are_not()
    {
        using var files = WorkerFiles.Trusty()
            .With("/etc/default/travis-worker-local", "export QUEUE_NAME=local\n")
            .With("/etc/default/travis-worker-cloud-init", "export QUEUE_NAME=cloud\n");
        using var image = WorkerFiles.Xenial()
            .With("/etc/default/travis-worker-chef", "export QUEUE_NAME=chef\nexport A=chef\n")
            .With("/etc/default/travis-worker-cloud-init", "export QUEUE_NAME=cloud\n");

        Assert.Equal("local", files.Settings().Single(one => one.Name == "QUEUE_NAME").Value);
        Assert.Equal(["/etc/default/travis-worker-cloud-init"], files.Configuration().NotRead.Select(file => file.Path));
        Assert.Equal("cloud", image.Settings().Single(one => one.Name == "QUEUE_NAME").Value);
        Assert.Equal("chef", image.Settings().Single(one => one.Name == "A").Value);
        Assert.Empty(image.Configuration().NotRead);
    }

    [Fact]
    public void On_16_04_the_container_gets_what_docker_makes_of_each_line()
    {
        using var files = WorkerFiles.Xenial(more: """
            export HOST="travis.example.com"
            export URL="https://${HOST:-localhost}/x"
            export QUOTED="a 'b' c"
            export TAIL=2 # two
              export INDENTED=1
            export POOL_SIZE='3'
            A=1; B=2

            """);

        var settings = files.Settings();
        var url = settings.Single(one => one.Name == "URL");

        Assert.Equal((WorkerSettingState.Literal, "https://${HOST:-localhost}/x", "https://travis.example.com/x"), (url.State, url.Value, url.ScriptValue));
        var quoted = settings.Single(one => one.Name == "QUOTED");
        Assert.Equal(("a b c", "a 'b' c"), (quoted.Value, quoted.ScriptValue));
        Assert.Equal(WorkerSettingState.Unknown, settings.Single(one => one.Name == "TAIL").State);
        Assert.Equal(("3", 11), (settings.Single(one => one.Name == "POOL_SIZE").Value, settings.Single(one => one.Name == "POOL_SIZE").Line));
        Assert.Equal(WorkerSettingState.NotPassed, settings.Single(one => one.Name == "B").State);
        Assert.Equal("travisci/worker:v6.2.2", settings.Single(one => one.Name == "TRAVIS_WORKER_SELF_IMAGE").Value);
        // "  export INDENTED=1": the sed takes export away at the beginning of a line only, and docker refuses the blank.
        Assert.Equal("/etc/default/travis-worker:10", files.Configuration().Refused?.Place);
    }

    [Theory]
    [InlineData("X=$(hostname)", "the output of a command")]
    [InlineData("X=`hostname`", "the output of a command")]
    [InlineData("if [ -f /x ]; then X=1; fi", "under a condition")]
    [InlineData("[ -f /x ] && X=1", "behind && or ||")]
    [InlineData("X=1\n. /etc/other", "another file is read")]
    [InlineData("X=~/x", "a home directory")]
    [InlineData("X=$HOME/x", "HOME comes from whoever starts the shell")]
    [InlineData("X=$((1+1))", "arithmetic")]
    [InlineData("read X", "it is read from input")]
    [InlineData("X=$'a'", "sh and bash read differently")]
    [InlineData("X=${Y:0:1}", "only bash knows")]
    [InlineData("exit 0\nX=1", "the file may end here")]
    [InlineData("cat <<E\nX=0\nE\nX=1", "a here-document")]
    [InlineData("X=1 &", "in the background")]
    [InlineData("f() {\n X=1\n}\nX=2\nf", "a function")]
    public void What_only_a_run_could_tell_is_unknown_with_the_place(string text, string reason)
    {
        using var files = WorkerFiles.Trusty().With("/etc/default/travis-worker-local", text + "\nexport X\n");

        var configuration = files.Configuration();
        var unknown = configuration.Get("X")?.Value.Unknown ?? configuration.Script.Lost;

        Assert.Contains("/etc/default/travis-worker-local:", unknown, StringComparison.Ordinal);
        Assert.Contains(reason, unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_a_file_says_is_run()
    {
        using var files = WorkerFiles.Trusty();
        var proof = System.IO.Path.GetTempFileName();
        System.IO.File.Delete(proof);
        files.With("/etc/default/travis-worker-local", $"touch {proof}\nX=$(touch {proof})\nY=`touch {proof}`\n: ${{Z:=$(touch {proof})}}\n");

        foreach (var shell in (string[])["dash", "bash --posix", "busybox sh"])
        {
            Assert.Equal(0, files.Answer(shell).ExitCode);
        }

        Assert.False(System.IO.File.Exists(proof));
    }

    [Fact]
    public void A_file_that_the_login_may_not_read_is_told_apart()
    {
        using var files = WorkerFiles.Trusty();
        var answer = files.Answer();

        Assert.Contains("missing /etc/default/travis-worker-chef", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("end\n", answer.Text, StringComparison.Ordinal);
    }
}
