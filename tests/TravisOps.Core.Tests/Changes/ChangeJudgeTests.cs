using System;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Core.Tests.Checks;
using TravisOps.Core.Tests.Environments;
using TravisOps.Environments;
using Xunit;

namespace TravisOps.Core.Tests.Changes;

public sealed class ChangeJudgeTests
{
    private const string History = """
        >>> apt /var/log/apt/history.log

        Start-Date: 2017-10-20  06:20:51
        Commandline: /usr/bin/unattended-upgrade
        Upgrade: docker-ce:amd64 (5:19.03.3~3-0~ubuntu-xenial, 5:19.03.4~3-0~ubuntu-xenial)
        Others: 12
        End-Date: 2017-10-20  06:20:58

        Start-Date: 2017-10-23  09:00:00
        Commandline: apt-get install -y chef
        Requested-By: ubuntu (1000)
        Install: chef:amd64 (12.19.36-1), libssl1.0.0:amd64 (1.0.2g-1, automatic)
        End-Date: 2017-10-23  09:00:10
        Error: Sub-process /usr/bin/dpkg returned an error code (1)

        Start-Date: 2017-10-24  10:00:00
        Commandline: apt-get dist-upgrade
        Upgrade: containerd.io:amd64 (1.2.10-3, 1.2.11-1)
        >>> apt /var/log/apt/history.log.1.gz

        Start-Date: 2017-08-01  10:00:00
        Commandline: apt-get purge salt-minion
        Purge: salt-minion:all (2016.3.4)
        End-Date: 2017-08-01  10:00:05
        >>> dpkg /var/log/dpkg.log
        2017-10-20 06:20:53 upgrade docker-ce:amd64 5:19.03.3~3-0~ubuntu-xenial 5:19.03.4~3-0~ubuntu-xenial
        2017-10-22 12:00:00 install openssl:amd64 <none> 1.0.2g-1ubuntu4.9
        2017-10-22 12:00:01 status installed openssl:amd64 1.0.2g-1ubuntu4.9
        2017-10-22 12:00:02 remove chef:amd64 11.0 <none>
        """;

    [Fact]
    public void Packages_with_versions_time_and_by_whom()
    {
        var changes = Judge(Sample.Worker.WithEnvironment().With(EnvironmentSample.History, "\n" + History)).Where(IsPackage).ToList();

        Assert.Equal(
            [
                "2017-10-24 08:00:00Z PackageUpgraded containerd.io 1.2.10-3 -> 1.2.11-1",
                "2017-10-24 08:00:00Z AptInterrupted apt-get dist-upgrade",
                "2017-10-23 07:00:00Z PackageInstalled chef - -> 12.19.36-1",
                "2017-10-23 07:00:00Z PackageInstalled libssl1.0.0 - -> 1.0.2g-1",
                "2017-10-23 07:00:00Z AptInterrupted apt-get install -y chef",
                "2017-10-22 10:00:02Z PackageRemoved chef 11.0 -> -",
                "2017-10-22 10:00:00Z PackageInstalled openssl - -> 1.0.2g-1ubuntu4.9",
                "2017-10-20 04:20:51Z PackageUpgraded docker-ce 5:19.03.3~3-0~ubuntu-xenial -> 5:19.03.4~3-0~ubuntu-xenial",
                "2017-10-20 04:20:51Z OtherPackages 12 other packages",
            ],
            changes.Select(change => change.ToString()));
        Assert.Equal("unattended-upgrade", changes.Single(change => change.What == "docker-ce").ByWhom);
        Assert.Equal("ubuntu (1000)", changes.Single(change => change is { What: "chef", Kind: TravisChangeKind.PackageInstalled }).ByWhom);
        Assert.Contains("restarts Docker Engine", changes.Single(change => change.What == "docker-ce").Note!, StringComparison.Ordinal);
        Assert.Contains("dpkg --configure -a", changes.Single(change => change.What == "apt-get dist-upgrade").Note!, StringComparison.Ordinal);
        Assert.Equal("/var/log/dpkg.log", changes.Single(change => change.What == "openssl").Source);
        Assert.All(changes, change => Assert.Equal((DateTimeKind.Utc, "worker-1.example.com", TimeSpan.Zero), (change.Time.Kind, change.ComputerName, change.TimeUncertainty)));
    }

    [Fact]
    public void Since_narrows()
    {
        var evidence = Sample.Worker.WithEnvironment().With(EnvironmentSample.History, "\n" + History).Evidence();

        Assert.Contains(ChangeJudge.Judge(evidence, EnvironmentSample.Now.AddDays(-100)).Changes, change => change.What == "salt-minion");
        Assert.DoesNotContain(ChangeJudge.Judge(evidence, EnvironmentSample.Now.AddDays(-30)).Changes, change => change.What == "salt-minion");
        Assert.Empty(ChangeJudge.Judge(evidence, EnvironmentSample.Now).Changes);
    }

    [Fact]
    public void A_run_of_apt_that_began_just_now_may_still_be_going_on()
    {
        var changes = Judge(Sample.Worker.WithEnvironment().With(EnvironmentSample.History, "\n>>> apt x\nStart-Date: 2017-10-25  10:10:00\nCommandline: apt-get upgrade\nOthers: 3\n"));

        Assert.Contains("may still be running", changes.Single(change => change.Kind == TravisChangeKind.AptInterrupted).Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void Starts_kernels_and_whether_a_shutdown_came_before()
    {
        var changes = Judge(Sample.Worker.WithEnvironment().With(EnvironmentItems.Boots, """
            >>> last
            reboot   system boot  4.4.0-210-generi Tue Oct 24 10:00:00 2017   still running
            shutdown system down  4.4.0-130-generi Tue Oct 24 09:58:00 2017 - Tue Oct 24 10:00:00 2017  (00:02)
            reboot   system boot  4.4.0-130-generi Sun Oct 15 10:00:00 2017 - Tue Oct 24 09:58:00 2017 (8+23:58)
            reboot   system boot  4.4.0-130-generi Tue Oct  3 07:00:00 2017 - crash

            wtmp begins Mon Sep  4 10:00:00 2017
            """)).Where(change => change.Source == "wtmp").ToList();

        Assert.Equal(
            ["2017-10-24 08:00:00Z KernelChanged kernel 4.4.0-130-generi -> 4.4.0-210-generic", "2017-10-15 08:00:00Z Reboot machine started - -> 4.4.0-130-generi", "2017-10-03 05:00:00Z Reboot machine started - -> 4.4.0-130-generi"],
            changes.Select(change => change.ToString()));
        Assert.Equal([false, true, false], changes.Select(change => change.Note is not null));
    }

    [Fact]
    public void Starts_by_the_journal_where_there_is_no_last()
    {
        var changes = Judge(Sample.Worker.WithEnvironment().With(EnvironmentItems.Boots, """
            >>> journal
            -1 0123456789abcdef0123456789abcdef Mon 2017-10-23 08:00:00 UTC—Tue 2017-10-24 07:59:00 UTC
             0 1123456789abcdef0123456789abcdef Tue 2017-10-24 08:00:02 UTC—Wed 2017-10-25 07:59:00 UTC
            """)).Where(change => change.Source == "wtmp").ToList();

        Assert.Equal([24, 23], changes.Select(change => change.Time.Day));
    }

    [Fact]
    public void Files_containers_and_a_wanted_reboot()
    {
        var changes = Judge(Sample.Worker.WithEnvironment()
            .With(EnvironmentItems.Files, "file 1508900000 644 root:root /etc/docker/daemon.json\nfile 1508910000 644 root:root /etc/systemd/system/travis-worker.service.d/env.conf\n")
            .With(EnvironmentItems.Machine, "arch x86_64\nboot 1508832000\nreboot-required 1508880000 linux-image-4.4.0-211-generic linux-base\n"));

        Assert.Contains(changes, change => change is { Kind: TravisChangeKind.FileChanged, What: "/etc/docker/daemon.json" } && change.Time == new DateTime(2017, 10, 25, 2, 53, 20, DateTimeKind.Utc));
        Assert.Contains(changes, change => change is { Kind: TravisChangeKind.WorkerImageChanged, New: not null });
        Assert.Contains(changes, change => change is { Kind: TravisChangeKind.RebootWanted, New: "linux-image-4.4.0-211-generic, linux-base" });
    }

    [Fact]
    public void What_could_not_be_looked_at_is_told()
    {
        var report = ChangeJudge.Judge(Sample.Worker.WithoutItems().With(EnvironmentSample.History, string.Empty, exit: 3, error: "neither /var/log/apt/history.log nor /var/log/dpkg.log is there").Evidence(), DateTime.MinValue);

        Assert.Empty(report.Changes);
        Assert.Equal(5, report.NotKnown.Count);
        Assert.Contains(report.NotKnown, reason => reason.StartsWith("changes of packages: it failed with exit code 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_time_zone_times_are_doubtful_and_kept()
    {
        var changes = Judge(Sample.Worker.WithEnvironment().Without(EnvironmentSample.Clock).With(EnvironmentSample.History, "\n" + History));

        Assert.Equal(TimeSpan.FromHours(14), changes.Single(change => change.What == "docker-ce").TimeUncertainty);
    }

    [Fact]
    public void Garbage_gives_no_change_and_no_exception()
    {
        const string Garbage = "\0\u0001>>> apt\n>>> apt x\nStart-Date: never\nUpgrade: (((\n>>> dpkg y\n2017-99-99 99:99:99 install a b c\n";
        Assert.Empty(Judge(Sample.Worker.WithoutItems().With(EnvironmentSample.History, Garbage).With(EnvironmentItems.Boots, Garbage).With(EnvironmentItems.Files, Garbage).With(EnvironmentItems.Machine, Garbage)));
    }

    private static bool IsPackage(TravisChange change) => change.Kind <= TravisChangeKind.AptInterrupted;

    private static System.Collections.Generic.IReadOnlyList<TravisChange> Judge(Sample sample) => ChangeJudge.Judge(sample.Evidence(), EnvironmentSample.Now.AddDays(-30)).Changes;
}
