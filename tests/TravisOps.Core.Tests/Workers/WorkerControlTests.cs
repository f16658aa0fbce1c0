using System;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Ssh;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>Workers of both kinds that really run, take jobs and are started again by their init.</summary>
public sealed class WorkerControlTests(WorkerLab lab) : IClassFixture<WorkerLab>
{
    private static readonly WorkerChange Restart = new() { Action = WorkerAction.Restart };
    private static readonly WorkerChange Update = new() { Action = WorkerAction.Update };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WorkerLayout.Upstart)]
    [InlineData(WorkerLayout.Image)]
    public async Task A_restart_lets_the_jobs_that_run_end_and_takes_no_new_ones_meanwhile(WorkerLayout layout)
    {
        var worker = await lab.FreshAsync(layout);
        var before = await worker.PidAsync();
        await worker.RunAsync("lab-job start 42; lab-job start 43");
        using var control = worker.Control(Restart);

        var running = Task.Run(() => control.Run(Token), Token);
        await worker.UntilDrainingAsync();
        await worker.RunAsync("lab-job end 42; lab-job queue 44");
        Assert.Equal("43", await worker.RunAsync("ls /var/tmp/lab-worker/running"));
        Assert.Equal(before, await worker.PidAsync());
        await worker.RunAsync("lab-job end 43");
        var result = await running;

        Assert.True(result.Status == WorkerChangeStatus.Done, result.Message);
        Assert.Equal((layout, 2, true, 2), (result.Layout, result.JobsRunning, result.Drained, result.PoolSize));
        Assert.NotEqual(before, await worker.PidAsync());
        Assert.Equal(("", "44"), (await worker.RunAsync("ls /var/tmp/lab-worker/requeued"), await worker.RunAsync("ls /var/tmp/lab-worker/running")));
        Assert.Contains("2 jobs ended by themselves first. Restarted", result.Message, StringComparison.Ordinal);
        Assert.Equal("", await worker.RunAsync("ls /run | grep travisops || true"));
    }

    [Theory]
    [InlineData(WorkerLayout.Upstart)]
    [InlineData(WorkerLayout.Image)]
    public async Task When_the_time_is_over_the_jobs_go_on_and_the_init_starts_the_worker_again(WorkerLayout layout)
    {
        var worker = await lab.FreshAsync(layout);
        await worker.RunAsync("lab-job start 42");
        var before = await worker.PidAsync();
        using var control = worker.Control(Restart with { DrainTimeout = TimeSpan.Zero });

        var result = control.Run(Token);

        Assert.Equal((WorkerChangeStatus.Draining, false), (result.Status, result.Drained));
        Assert.Contains("1 job runs after 0 s. The worker takes no more", result.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", result.Remedy, StringComparison.Ordinal);
        Assert.Equal((before, "42"), (await worker.PidAsync(), await worker.RunAsync("ls /var/tmp/lab-worker/running")));
        await worker.RunAsync("lab-job end 42");
        await worker.UntilAsync($"[ \"$(cat /run/lab-init/travis-worker/restarts)\" = 1 ]");
    }

    [Theory]
    [InlineData(WorkerLayout.Upstart)]
    [InlineData(WorkerLayout.Image)]
    public async Task With_force_jobs_that_still_run_go_back_to_the_queue(WorkerLayout layout)
    {
        var worker = await lab.FreshAsync(layout);
        await worker.RunAsync("lab-job start 42");
        using var control = worker.Control(Restart with { DrainTimeout = TimeSpan.Zero, Force = true });

        var result = control.Run(Token);

        Assert.Equal((WorkerChangeStatus.Done, false, 1), (result.Status, result.Drained, result.JobsRunning));
        Assert.Contains("1 job aborted and went back to the queue.", result.Message, StringComparison.Ordinal);
        Assert.Equal("42", await worker.RunAsync("ls /var/tmp/lab-worker/requeued"));
    }

    [Fact]
    public async Task The_package_is_brought_to_the_newest_version_and_edited_files_stay()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        var settings = await worker.RunAsync("cat /etc/default/travis-enterprise");
        await worker.RunAsync("lab-publish 4.6.1-1 4.6.2-1; lab-job start 42");
        using var control = worker.Control(Update);

        var running = Task.Run(() => control.Run(Token), Token);
        await worker.UntilDrainingAsync();
        Assert.Equal("4.6.1-1", await worker.RunAsync("dpkg-query -W -f '${Version}' travis-worker"));
        await worker.RunAsync("lab-job end 42");
        var result = await running;
        using var again = worker.Control(Update);
        var unchanged = again.Run(Token);

        Assert.True(result.Status == WorkerChangeStatus.Done, result.Message);
        Assert.Equal(("4.6.1-1", "4.6.2-1"), (result.PreviousVersion, result.Version));
        Assert.Equal((WorkerChangeStatus.Unchanged, "4.6.2-1"), (unchanged.Status, unchanged.Version));
        Assert.Equal(settings, await worker.RunAsync("cat /etc/default/travis-enterprise"));
        Assert.Contains("v=v4.6.2", await worker.RunAsync("/var/tmp/travis-run.d/travis-worker -v"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apt-mark hold travis-worker; lab-publish 4.6.1-1 4.6.2-1", null, "on hold", "sudo apt-mark unhold travis-worker")]
    [InlineData("true", "4.9.9", "apt knows no travis-worker 4.9.9", "apt-cache madison")]
    [InlineData("rm /var/lib/lab-apt/Packages", null, "could not be fetched: apt-get update", "apt-get update")]
    public async Task What_speaks_against_an_update_is_found_before_anything_is_stopped(string plant, string? version, string message, string remedy)
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("lab-job start 42; " + plant);
        var before = await worker.PidAsync();
        using var control = worker.Control(Update with { Version = version });

        var result = control.Run(Token);

        Assert.Equal(WorkerChangeStatus.Failed, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Remedy, StringComparison.Ordinal);
        Assert.Equal((before, "0"), (await worker.PidAsync(), await worker.RunAsync("grep -c SIGINT /var/log/upstart/travis-worker.log || true")));
    }

    [Fact]
    public async Task A_version_that_does_not_come_up_is_taken_back()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("lab-publish 4.6.1-1 4.6.3-1");
        using var control = worker.Control(Update with { Version = "v4.6.3" });

        var result = control.Run(Token);

        Assert.Equal((WorkerChangeStatus.Failed, "4.6.1-1"), (result.Status, result.Version));
        Assert.Contains("4.6.3-1 did not come up (it ended right after its start); 4.6.1-1 is back and runs.", result.Message, StringComparison.Ordinal);
        Assert.Contains("nil pointer", result.Message, StringComparison.Ordinal);
        await worker.UntilUpAsync();
    }

    [Fact]
    public async Task The_image_is_changed_when_it_is_there_and_its_tag_taken_back_when_it_does_not_run()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Image);
        const string Tag = "sed -n 's/.*worker:\\(v[0-9.]*\\).*/\\1/p' /etc/systemd/system/travis-worker.service.d/*.conf";
        var before = await worker.PidAsync();
        using var missing = worker.Control(Update with { Version = "v9.9.9" });
        using var unnamed = worker.Control(Update);
        using var good = worker.Control(Update with { Version = "6.2.24" });
        using var broken = worker.Control(Update with { Version = "v6.9.9" });

        var notThere = missing.Run(Token);
        var notNamed = unnamed.Run(Token);
        Assert.Equal(before, await worker.PidAsync());
        var done = good.Run(Token);
        var back = broken.Run(Token);

        Assert.Contains("docker pull travisci/worker:v9.9.9", notThere.Message, StringComparison.Ordinal);
        Assert.Contains("docker load", notThere.Remedy, StringComparison.Ordinal);
        Assert.Contains("-Version", notNamed.Remedy, StringComparison.Ordinal);
        Assert.True(done.Status == WorkerChangeStatus.Done, done.Message);
        Assert.Equal(("v6.2.2", "v6.2.24", 2), (done.PreviousVersion, done.Version, done.PoolSize));
        Assert.Equal((WorkerChangeStatus.Failed, "v6.2.24"), (back.Status, back.Version));
        Assert.Contains("this image is broken", back.Message, StringComparison.Ordinal);
        Assert.Equal("v6.2.24", await worker.RunAsync(Tag));
        Assert.Contains("v=v6.2.24", await worker.RunAsync("docker exec travis-worker travis-worker -v"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_lost_while_it_drains_is_made_again()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("lab-job start 42");
        using var control = worker.Control(Restart);

        var running = Task.Run(() => control.Run(Token), Token);
        await worker.UntilDrainingAsync();
        await worker.RunAsync("pkill -KILL -f '^sshd: ops'");
        await worker.RunAsync("lab-job end 42");
        var result = await running;

        Assert.True(result.Status == WorkerChangeStatus.Done, result.Message);
        Assert.Equal((1, true), (result.JobsRunning, result.Drained));
    }

    [Fact]
    public async Task What_was_begun_is_finished_on_the_machine_when_it_can_not_be_reached_any_more()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("lab-publish 4.6.1-1 4.6.2-1; lab-job start 42");
        using var control = worker.Control(Update);

        var running = Task.Run(() => control.Run(Token), Token);
        await worker.UntilDrainingAsync();
        await worker.RunAsync("lab-job end 42");
        await worker.UntilAsync("[ -e /run/travisops-worker/finisher ]");
        await worker.Host.StopSshAsync(Token);
        await worker.RunAsync("pkill -KILL -f '^sshd: ops'");
        var result = await running;

        Assert.Equal((WorkerChangeStatus.Failed, HostFailureKind.ConnectionRefused), (result.Status, control.Error!.Kind));
        Assert.Contains("had begun is finished there", result.Message, StringComparison.Ordinal);
        await worker.UntilAsync("[ -e /run/travisops-worker/outcome ]");
        Assert.Contains("@result done\n@version 4.6.2-1", await worker.RunAsync("cat /run/travisops-worker/outcome"), StringComparison.Ordinal);
        await worker.Host.StartSshAsync(Token);
    }

    [Fact]
    public async Task Left_while_it_drains_the_worker_is_not_left_stopped()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("lab-job start 42");
        using var control = worker.Control(Restart);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var running = Task.Run(() => control.Run(stop.Token), Token);
        await worker.UntilDrainingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal("", await worker.RunAsync("ls /var/tmp/lab-worker/requeued"));
        await worker.RunAsync("lab-job end 42");
        await worker.UntilAsync("[ \"$(cat /run/lab-init/travis-worker/restarts)\" = 1 ]");
    }

    [Fact]
    public async Task A_worker_that_another_run_works_on_is_left_alone()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("mkdir /run/travisops-worker; cd /run/travisops-worker; echo other >run; echo alice >who; date +%s >alive");
        using var control = worker.Control(Restart);

        var result = control.Run(Token);

        Assert.Equal(WorkerChangeStatus.Failed, result.Status);
        Assert.Contains("by alice", result.Message, StringComparison.Ordinal);
        Assert.Equal("0", await worker.RunAsync("cat /run/lab-init/travis-worker/restarts"));
    }

    [Fact]
    public async Task A_worker_of_which_Docker_tells_nothing_is_stopped_with_force_only()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Image);
        await worker.RunAsync("""
            lab-job start 42
            real=$(command -v docker)
            printf '#!/bin/sh\n[ "$1" != inspect ] || ! rm /run/wedged 2>/dev/null || %s\nexec %s "$@"\n' '{ [ -e /run/refuses ] && exit 1; exec sleep 4321; }' "$real" >/usr/local/sbin/docker
            chmod 755 /usr/local/sbin/docker
            """);
        var before = await worker.PidAsync();
        await worker.RunAsync("touch /run/wedged");
        using var first = worker.Control(Restart);
        using var second = worker.Control(Restart with { Force = true });

        var refused = first.Run(Token);
        var (pid, requeued) = (await worker.PidAsync(), await worker.RunAsync("ls /var/tmp/lab-worker/requeued"));
        await worker.RunAsync("touch /run/wedged /run/refuses");
        var forced = second.Run(Token);
        await worker.RunAsync("rm -f /usr/local/sbin/docker /run/wedged /run/refuses");

        Assert.Equal((WorkerChangeStatus.Failed, before, ""), (refused.Status, pid, requeued));
        Assert.Contains("Whether the worker runs jobs could not be told", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", refused.Remedy, StringComparison.Ordinal);
        Assert.True(forced.Status == WorkerChangeStatus.Done, forced.Message);
        Assert.StartsWith("Whether jobs ran is not known.", forced.Message, StringComparison.Ordinal);
        Assert.Equal("42", await worker.RunAsync("ls /var/tmp/lab-worker/requeued"));
    }

    [Fact]
    public async Task What_does_not_end_on_the_machine_is_not_waited_for_for_ever()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("printf '#!/bin/sh\nexec sleep 4321\n' >/usr/local/sbin/start; chmod 755 /usr/local/sbin/start");
        using var control = new WorkerControl(worker.Target, Restart, new SshOptions()) { StageLimit = TimeSpan.FromSeconds(1) };

        var result = control.Run(Token);
        await worker.RunAsync("rm /usr/local/sbin/start; pkill -f 'sleep 4321'");

        Assert.Equal(WorkerChangeStatus.Failed, result.Status);
        Assert.Contains("Still at work on the machine after 1 s of \"starting\"", result.Message, StringComparison.Ordinal);
        Assert.Contains("/run/travisops-worker/outcome", result.Remedy, StringComparison.Ordinal);
        await worker.UntilAsync("[ -e /run/travisops-worker/outcome ]");
    }

    [Fact]
    public async Task A_worker_that_was_stopped_is_started_and_one_that_can_not_reach_the_platform_is_told_so()
    {
        var worker = await lab.FreshAsync(WorkerLayout.Upstart);
        await worker.RunAsync("stop travis-worker");
        using var start = worker.Control(Restart);
        using var fails = worker.Control(Restart);

        var started = start.Run(Token);
        await worker.RunAsync("echo 'dial tcp 10.0.0.1:5672: connect: connection refused' >/var/tmp/lab-worker/amqp-error");
        var failed = fails.Run(Token);

        Assert.True(started.Status == WorkerChangeStatus.Done, started.Message);
        Assert.StartsWith("It was not running.", started.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerChangeStatus.Failed, failed.Status);
        Assert.Contains("connection refused", failed.Message, StringComparison.Ordinal);
        Assert.Contains("travis-worker.log", failed.Remedy, StringComparison.Ordinal);
    }
}
