using System;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Core.Tests.Checks;
using TravisOps.Evidence;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>Every check of Test-TravisWorker: passing, failing and unreadable. Settings come from the script that a worker runs, states and versions from recorded forms.</summary>
public sealed class WorkerChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static string Epoch(TimeSpan before) => (Now - before).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Upstart(string status = "travis-worker start/running, process 9622", long age = 86400, string? log = null) =>
        $">>> upstart\n{status}\nage {age}\nup 900000\n>>> log\n{log ?? OldLog + Started(1440)}now {Epoch(TimeSpan.Zero)}\n";

    private static string Systemd(string active = "active", string sub = "running", string restarts = "0", string? log = null, long age = 3600) =>
        $">>> systemd\nMainPID=77\nNRestarts={restarts}\nLoadState=loaded\nActiveState={active}\nSubState={sub}\nResult=success\n{(sub == "running" ? $"age {age}\n" : string.Empty)}up 900000\n>>> log\n{log ?? OldLog + Attempts(60) + Started(60)}now {Epoch(TimeSpan.Zero)}\n";

    private static string OldLog { get; } = $"oldest {Epoch(TimeSpan.FromDays(9))}\n";

    private static string Attempts(params int[] minutesAgo) => string.Concat(minutesAgo.Select(ago => $"attempt {Now.AddMinutes(-ago):yyyy-MM-dd'T'HH:mm:ss'Z'}\n"));

    private static string Started(int minutesAgo) => $"started {Now.AddMinutes(-minutesAgo):yyyy-MM-dd'T'HH:mm:ss'Z'}\n";

    private static string Version(string policy, int listsDays = 1, string more = "copy same\n", string hold = "", string stamp = "/var/lib/apt/periodic/update-success-stamp") =>
        $">>> binary\ntravis-worker v=v3.2.2 rev=73392421d0ca807b83d4d459ad3dd484820fd181 d=2018-10-30T16:13:39+0000 go=go1.11.1\n{more}>>> policy\n{policy}>>> hold\n{hold}>>> lists\n{Epoch(TimeSpan.FromDays(listsDays))} {stamp}\nnow {Epoch(TimeSpan.Zero)}\n";

    private static HostEvidence Host(WorkerFiles? files, Action<Sample>? change = null, string? service = null, string? version = null, string name = "worker-1.example.com")
    {
        var sample = Sample.Worker.WithDocker()
            .With(WorkerItems.Service, service ?? Upstart())
            .With(WorkerItems.Version, version ?? Version(Recorded.Text("apt/policy-trusty-current.txt")));
        change?.Invoke(sample);
        var evidence = sample.Evidence() with { ComputerName = name };
        return files is null ? evidence : evidence with { Items = [files.Answer() with { Text = files.Answer().Text.Replace("changed ", "was ", StringComparison.Ordinal) }, .. evidence.Items] };
    }

    private static CheckResult One(HostEvidence host, string id) => WorkerEvaluator.Evaluate(host).Concat(WorkerEvaluator.Evaluate(new Fleet([host]))).First(result => result.Id == id || result.Id.StartsWith(id + ".", StringComparison.Ordinal));

    private static void Is(CheckStatus status, CheckResult result, string? said = null)
    {
        Assert.True(status == result.Status, $"{result.Id} is {result.Status}: {result.Message}");
        Assert.Contains(said ?? string.Empty, result.Message, StringComparison.Ordinal);
        Assert.True(status is CheckStatus.Pass or CheckStatus.Skip || result.Remedy is not null, $"{result.Id} has no remedy: {result.Message}");
    }

    [Fact]
    public void A_worker_in_order_passes_everything()
    {
        using var trusty = WorkerFiles.Trusty();
        using var xenial = WorkerFiles.Xenial();

        foreach (var host in new[] { Host(trusty), Host(xenial, service: Systemd()) })
        {
            var bad = WorkerEvaluator.Evaluate(host).Where(result => result.Status is not (CheckStatus.Pass or CheckStatus.Skip)).Select(result => $"{result.Id} {result.Status} {result.Message}");
            Assert.Empty(bad);
        }
    }

    [Fact]
    public void What_could_not_be_gathered_is_unknown_in_every_check_of_settings()
    {
        using var files = WorkerFiles.Trusty();
        var denied = Host(files) with { Items = [.. Host(files).Items.Select(item => item.Name == WorkerItems.SettingsName ? item with { Text = item.Text.Replace("file /etc/default/travis-worker\n", "denied /etc/default/travis-worker\n", StringComparison.Ordinal) } : item)] };

        foreach (var id in (string[])["Configuration", "BuildEndpoint", "PlatformHost", "PlatformName", "TokenCharacters", "PoolCpu", "PoolMemory", "Token", "Queue", "Alike"])
        {
            Is(CheckStatus.Unknown, One(Host(null), "Worker." + id), "not in this evidence");
            Is(CheckStatus.Unknown, One(denied, "Worker." + id), "may not read /etc/default/travis-worker");
        }
    }

    [Theory]
    [InlineData("travis-worker start/running, process 9622", CheckStatus.Pass, "since 2026-01-01 03:04:05 UTC")]
    [InlineData("travis-worker stop/waiting", CheckStatus.Fail, "does not run")]
    [InlineData("travis-worker start/post-stop, process 9405", CheckStatus.Fail, "between two starts")]
    [InlineData("initctl: Unknown job: travis-worker", CheckStatus.Fail, "no service travis-worker")]
    [InlineData("initctl: Unable to connect to Upstart", CheckStatus.Unknown, "state of the service")]
    public void Upstarts_words(string status, CheckStatus expected, string said) => Is(expected, One(Host(null, service: Upstart(status)), "Worker.Service"), said);

    [Theory]
    [InlineData("active", "running", CheckStatus.Pass)]
    [InlineData("inactive", "dead", CheckStatus.Fail)]
    [InlineData("activating", "auto-restart", CheckStatus.Fail, "between two starts")]
    [InlineData("deactivating", "stop-post", CheckStatus.Fail, "between two starts")]
    [InlineData("failed", "failed", CheckStatus.Fail)]
    public void Systemds_words(string active, string sub, CheckStatus expected, string? said = null) => Is(expected, One(Host(null, service: Systemd(active, sub)), "Worker.Service"), said);

    [Fact]
    public void A_worker_that_runs_and_never_said_that_it_is_connected_is_told()
    {
        Is(CheckStatus.Warn, One(Host(null, service: Systemd(age: 120, log: OldLog + Attempts(2) + Started(90))), "Worker.Service"), "has not said since");
        Is(CheckStatus.Warn, One(Host(null, service: Upstart(age: 120, log: "whole\n" + Attempts(2))), "Worker.Service"), "has not said since");
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(age: 30, log: OldLog + Attempts(0) + Started(90))), "Worker.Service"));
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(age: 120, log: OldLog + Attempts(2) + "started ?\n")), "Worker.Service"));
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(age: 120, log: $"oldest {Epoch(TimeSpan.FromSeconds(60))}\n")), "Worker.Service"));
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(age: 200000, log: OldLog)), "Worker.Service"));
    }

    [Fact]
    public void A_service_that_nobody_can_ask_about_is_unknown() => Is(CheckStatus.Unknown, One(Host(null, service: $">>> none\n>>> log\nnone\nnow {Epoch(TimeSpan.Zero)}\n"), "Worker.Service"), "neither upstart nor systemd");

    [Fact]
    public void Settings_that_are_newer_than_the_process_are_told()
    {
        using var files = WorkerFiles.Trusty();
        var host = Host(files, service: Upstart(age: 60).Replace(Epoch(TimeSpan.Zero), DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        host = host with { Items = [files.Answer(), .. host.Items.Skip(1)] };

        Is(CheckStatus.Warn, One(host, "Worker.Service"), "was changed after that");
    }

    [Fact]
    public void Starts_are_counted_in_the_log()
    {
        Is(CheckStatus.Pass, One(Host(null, service: Upstart(log: OldLog + Attempts(3000, 1440, 700))), "Worker.Restarts"), "once in the last 24 hours");
        Is(CheckStatus.Fail, One(Host(null, service: Upstart(age: 60, log: OldLog + Attempts(3, 2, 1))), "Worker.Restarts"), "again and again");
        Is(CheckStatus.Fail, One(Host(null, service: Systemd("deactivating", "stop-post", "412", OldLog + Attempts(3, 2, 1))), "Worker.Restarts"), "again and again");
        Is(CheckStatus.Warn, One(Host(null, service: Upstart(log: OldLog + Attempts(1440, 500, 400, 300, 200, 100))), "Worker.Restarts"), "5 times in the last 24 hours");
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(restarts: "9")), "Worker.Restarts"), "once");
        Is(CheckStatus.Pass, One(Host(null, service: Upstart(log: "whole\n" + $"oldest {Epoch(TimeSpan.FromHours(2))}\n" + Attempts(120), age: 7200)), "Worker.Restarts"), "since its log begins (2026-01-02 01:04:05 UTC)");
        Is(CheckStatus.Pass, One(Host(null, service: Systemd(log: $"oldest {Epoch(TimeSpan.FromHours(2))}\n" + Attempts(60)).Replace("up 900000", "up 7230", StringComparison.Ordinal)), "Worker.Restarts"), "since the machine was started");

        // An attempt behind which nothing has a time is as old as the file.
        Is(CheckStatus.Fail, One(Host(null, service: Upstart("travis-worker start/post-stop, process 9405", log: OldLog + $"written {Epoch(TimeSpan.FromMinutes(1))}\nattempt -\nattempt -\nattempt -\n")), "Worker.Restarts"), "again and again");
    }

    [Fact]
    public void Starts_that_a_log_does_not_tell_are_not_taken_for_none()
    {
        var young = $"oldest {Epoch(TimeSpan.FromHours(3))}\n";

        Is(CheckStatus.Unknown, One(Host(null, service: Upstart(log: young)), "Worker.Restarts"), "since 2026-01-02 00:04:05 UTC");
        Is(CheckStatus.Warn, One(Host(null, service: Upstart(log: young + Attempts(100, 80, 60, 40, 20))), "Worker.Restarts"), "5 times since 2026-01-02 00:04:05 UTC");
        Is(CheckStatus.Unknown, One(Host(null, service: Upstart(log: "none\n")), "Worker.Restarts"), "no log");
        Is(CheckStatus.Unknown, One(Host(null, service: Systemd(log: OldLog)), "Worker.Restarts"), "does not tell when it was started");

        const string Denied = "unreadable No journal files were opened due to insufficient permissions.\n";
        Is(CheckStatus.Unknown, One(Host(null, service: Systemd(log: Denied)), "Worker.Restarts"), "insufficient permissions");
        Is(CheckStatus.Warn, One(Host(null, service: Systemd(log: Denied, restarts: "9", age: 4)), "Worker.Restarts"), "9 times");
        Is(CheckStatus.Warn, One(Host(null, service: Systemd("activating", "auto-restart", "9", Denied)), "Worker.Restarts"), "9 times");
        Is(CheckStatus.Unknown, One(Host(null, service: Systemd(log: Denied, restarts: "9", age: 86400)), "Worker.Restarts"));
    }

    [Fact]
    public void The_package_is_compared_with_what_apt_knows()
    {
        using var files = WorkerFiles.Trusty();

        Is(CheckStatus.Pass, One(Host(files, version: Version(Recorded.Text("apt/policy-trusty-current.txt"))), "Worker.Version"), "3.2.2-1 is the newest");
        Is(CheckStatus.Fail, One(Host(files, version: Version(Recorded.Text("apt/policy-trusty-upgrade.txt"))), "Worker.Version"), "apt has 3.4.0-1");
        Is(CheckStatus.Fail, One(Host(files, version: Version(Recorded.Text("apt/policy-xenial-upgrade.txt"), hold: "travis-worker\n")), "Worker.Version"), "held");
        Is(CheckStatus.Warn, One(Host(files, version: Version(Recorded.Text("apt/policy-trusty-current.txt"), listsDays: 30)), "Worker.Version"), "30 days old");
        Is(CheckStatus.Warn, One(Host(files, version: Version(Recorded.Text("apt/policy-trusty-current.txt"), listsDays: 30, stamp: "/var/lib/apt/lists/packagecloud.io_travisci_worker_Packages")), "Worker.Version"), "30 days old");
        Is(CheckStatus.Warn, One(Host(files, version: Version(Recorded.Text("apt/policy-no-repository.txt"))), "Worker.Version"), "no repository");
        Is(CheckStatus.Warn, One(Host(files, version: Version(Recorded.Text("apt/policy-trusty-current.txt"), more: "copy differs\n")), "Worker.Version"), "runs another one");
        Is(CheckStatus.Unknown, One(Host(files, version: Version("N: Unable to locate package travis-worker\n")), "Worker.Version"), "apt knows no package");
        Is(CheckStatus.Fail, One(Host(files, version: $">>> none\nnow {Epoch(TimeSpan.Zero)}\n"), "Worker.Version"), "no /usr/local/bin/travis-worker");
        Is(CheckStatus.Unknown, One(Host(files, version: "nonsense\n"), "Worker.Version"));
    }

    [Theory]
    [InlineData("travisci/worker:v6.2.2", CheckStatus.Pass, "v6.2.2")]
    [InlineData("travisci/worker:v3.5.0", CheckStatus.Warn, "older than v6.2.2")]
    [InlineData("travisci/worker:latest", CheckStatus.Warn, "no version in its tag")]
    [InlineData("$(cat tag)", CheckStatus.Pass, "")]
    public void The_image_goes_by_its_tag(string image, CheckStatus expected, string said)
    {
        using var files = WorkerFiles.Xenial().With("/etc/systemd/system/travis-worker.service.d/env.conf", $"[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE={image}\"\n");
        var host = Host(files, service: Systemd());
        Is(CheckStatus.Warn, One(Host(files, sample => sample.WithContainers(ContainerText.Worker() with { Image = "travisci/worker:v1.0.0" })), "Worker.Version"), "travisci/worker:v1.0.0 runs");
        var result = One(host with { Items = [.. host.Items.Where(item => item.Name != "docker.containers")] }, "Worker.Version");

        // systemd runs nothing: what looks like a command is the tag, and no image has such a name.
        if (image.Contains('$', StringComparison.Ordinal))
        {
            Is(CheckStatus.Warn, result, "no version");
            return;
        }

        Is(expected, result, said);
    }

    [Theory]
    [InlineData("travisci/worker", "travisci/worker")]
    [InlineData("travisci/worker:v3.5.0", "travisci/worker")]
    [InlineData("travisci/worker:v3.5.0@sha256:0123abcd", "travisci/worker")]
    [InlineData("registry.corp.example:5000/ci/worker:latest", "registry.corp.example:5000/ci/worker")]
    public void The_fix_of_an_old_image_sets_a_new_one_whatever_form_it_has(string image, string repository)
    {
        using var files = WorkerFiles.Xenial().With("/etc/systemd/system/travis-worker.service.d/env.conf", $"[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE={image}\"\n");
        var host = Host(files, service: Systemd());
        var result = One(host with { Items = [.. host.Items.Where(item => item.Name != "docker.containers")] }, "Worker.Version");
        Assert.Equal(CheckStatus.Warn, result.Status);

        files.Paste("docker() { :; }\nsystemctl() { :; }\n" + result.Remedy);

        Assert.Equal($"[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE={repository}:v6.2.2\"\n", files.Text("/etc/systemd/system/travis-worker.service.d/env.conf"));
    }

    /// <summary>Upstart's restart wants a job that runs.</summary>
    [Fact]
    public void A_worker_that_was_stopped_is_started_by_what_is_told_too() =>
        Assert.Equal("start travis-worker\n", Sh.Run("dash", "sudo() { \"$@\"; }\nrestart() { return 1; }\nstart() { echo start \"$@\"; }\n" + WorkerFindings.Restart(WorkerLayout.Upstart) + "\n").Output);

    [Fact]
    public void An_image_that_is_not_set_or_not_known()
    {
        using var none = WorkerFiles.Xenial().With("/etc/systemd/system/travis-worker.service.d/env.conf", "[Service]\n");
        using var unknown = WorkerFiles.Xenial(more: "TRAVIS_WORKER_SELF_IMAGE=$(cat /etc/image)\n");

        Is(CheckStatus.Fail, One(Host(none), "Worker.Version"), "is not set");
        Is(CheckStatus.Unknown, One(Host(unknown), "Worker.Version"), "/etc/default/travis-worker:6");
    }

    [Theory]
    [InlineData("A='open\n", "Worker.Configuration", "not closed")]
    [InlineData("if [ -f /x ]; then\n", "Worker.Configuration", "not closed")]
    [InlineData("export POOL_SIZE=2\r\n", "Worker.Configuration.LineEnd", "Windows")]
    public void A_file_that_can_not_be_read_as_meant_fails(string text, string id, string said)
    {
        using var files = WorkerFiles.Trusty().With("/etc/default/travis-worker-local", text);
        Is(CheckStatus.Fail, One(Host(files), id), said);
    }

    [Fact]
    public void What_docker_refuses_or_does_not_fill_in_fails_on_an_image_and_not_on_a_package()
    {
        using var refused = WorkerFiles.Xenial(more: "if true; then\nexport A=1\nfi\n");
        using var literal = WorkerFiles.Xenial(more: "export BUILD_API_URI=\"https://${TRAVIS_ENTERPRISE_HOST:-localhost}/__build__/script\"\n");
        using var package = WorkerFiles.Trusty(more: "if true; then\nexport A=1\nfi\n");
        using var unread = WorkerFiles.Trusty().With("/etc/default/travis-worker-chef", "export A=1\n");

        Is(CheckStatus.Fail, One(Host(refused), "Worker.Configuration.Refused"), "/etc/default/travis-worker:6");
        Is(CheckStatus.Fail, One(Host(literal), "Worker.Configuration.Literal"), "BUILD_API_URI");
        Is(CheckStatus.Fail, One(Host(literal), "Worker.BuildEndpoint"), "docker --env-file");
        Is(CheckStatus.Pass, One(Host(package), "Worker.Configuration"));
        Is(CheckStatus.Warn, One(Host(unread), "Worker.Configuration.NotRead"), "travis-worker-chef");
    }

    [Fact]
    public void The_build_endpoint()
    {
        using var commented = WorkerFiles.Trusty().With("/etc/default/travis-enterprise", "# export TRAVIS_ENTERPRISE_BUILD_ENDPOINT=\"__build__\"\nexport TRAVIS_ENTERPRISE_HOST=travis.example.com\nexport TRAVIS_ENTERPRISE_SECURITY_TOKEN=x1\n");
        using var wrong = WorkerFiles.Trusty(more: "export BUILD_API_URI=https://travis.example.com/build/script\n");
        using var unset = WorkerFiles.Trusty(more: "unset BUILD_API_URI\n");
        using var unknown = WorkerFiles.Trusty(more: "export BUILD_API_URI=$(cat /etc/uri)\n");
        using var plain = WorkerFiles.Trusty(more: "export BUILD_API_URI=http://travis.example.com/__build__/script\n");

        Is(CheckStatus.Fail, One(Host(commented), "Worker.BuildEndpoint"), "commented out (/etc/default/travis-enterprise:1)");
        Is(CheckStatus.Fail, One(Host(wrong), "Worker.BuildEndpoint"), "/__build__/script");
        Is(CheckStatus.Fail, One(Host(unset), "Worker.BuildEndpoint"), "not set");
        Is(CheckStatus.Unknown, One(Host(unknown), "Worker.BuildEndpoint"), "the output of a command");
        Is(CheckStatus.Warn, One(Host(plain), "Worker.BuildEndpoint"), "without encryption");
    }

    [Fact]
    public void The_platforms_host_and_name()
    {
        using var wrong = WorkerFiles.Trusty(host: "old.example.com");
        using var unset = WorkerFiles.Trusty(more: "unset AMQP_URI\n");
        using var unknown = WorkerFiles.Trusty(more: "export AMQP_URI=$(cat /etc/uri)\n");
        using var good = WorkerFiles.Trusty();

        var result = One(Host(wrong), "Worker.PlatformHost");
        Is(CheckStatus.Fail, result, "old.example.com");
        Assert.Contains("travis-enterprise:3: TRAVIS_ENTERPRISE_HOST", result.Evidence, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Pass, One(Host(good), "Worker.PlatformHost").Status);
        Is(CheckStatus.Fail, One(Host(unset), "Worker.PlatformHost"), "not set");
        Is(CheckStatus.Unknown, One(Host(unknown), "Worker.PlatformHost"));

        Is(CheckStatus.Pass, One(Host(good), "Worker.PlatformName"), "192.0.2.1");
        Is(CheckStatus.Fail, One(Resolved(good, "resolve travis.example.com 2"), "Worker.PlatformName"), "can't resolve");
        Is(CheckStatus.Fail, One(Resolved(good, "resolve travis.example.com 0 127.0.1.1"), "Worker.PlatformName"), "the worker itself");
        Is(CheckStatus.Warn, One(Resolved(good, "resolve travis.example.com 0 203.0.113.9"), "Worker.PlatformName"), "203.0.113.9");
        Is(CheckStatus.Unknown, One(Resolved(good, "resolve travis.example.com 124"), "Worker.PlatformName"));
    }

    private const string Shipped = "# Default ENV variables\n\n# export TRAVIS_ENTERPRISE_BUILD_ENDPOINT=\"__build__\"\n# export TRAVIS_ENTERPRISE_HOST=\"enterprise.yourhostname.corp\"\n# export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"abcd1234\"";

    /// <summary>The forms of facts 13, item 5, and a file without an end of its last line.</summary>
    public static TheoryData<string, string> FormsOfSettings => new()
    {
        { "/etc/default/travis-enterprise", Shipped },
        { "/etc/default/travis-enterprise", "export TRAVIS_ENTERPRISE_HOST=\"old.example.com\" TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"s3cret\" TRAVIS_ENTERPRISE_BUILD_ENDPOINT=x\n" },
        { "/etc/default/travis-enterprise", "export TRAVIS_ENTERPRISE_HOST='old.example.com'; export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"s3cret\"  # both" },
        { "/etc/default/travis-enterprise", "export TRAVIS_ENTERPRISE_HOST=a.example.com # first\nexport TRAVIS_ENTERPRISE_HOST=old.example.com # last\nexport TRAVIS_ENTERPRISE_SECURITY_TOKEN='s3cret'\n" },
        { "/etc/default/travis-worker", "export TRAVIS_ENTERPRISE_HOST=old.example.com TRAVIS_ENTERPRISE_BUILD_ENDPOINT=x\nexport AMQP_URI=\"amqp://travis:s3cret@${TRAVIS_ENTERPRISE_HOST}/travis\" QUEUE_NAME=builds.trusty\nexport BUILD_API_URI=\"https://$TRAVIS_ENTERPRISE_HOST/${TRAVIS_ENTERPRISE_BUILD_ENDPOINT:-}/script\"" },
        { "/etc/default/travis-worker", "export AMQP_URI=amqp://travis:s3cret@old.example.com QUEUE_NAME=builds.trusty\nexport BUILD_API_URI=https://old.example.com:443/x/script\n" },
    };

    [Theory]
    [MemberData(nameof(FormsOfSettings))]
    public void The_printed_fixes_of_host_and_endpoint_mend_settings_in_every_form_and_leave_the_token(string file, string text)
    {
        using var files = WorkerFiles.Trusty().With(file, text);
        string? Token() => files.Configuration().Amqp?.PasswordSecret(files.Configuration().Secrets)?.Fingerprint;
        var token = Token();

        foreach (var id in (string[])["Worker.PlatformHost", "Worker.PlatformHost", "Worker.BuildEndpoint"])
        {
            if (One(Host(files), id) is { Status: CheckStatus.Fail } bad)
            {
                files.Paste(bad.Remedy!);
            }
        }

        Is(CheckStatus.Pass, One(Host(files), "Worker.PlatformHost"));
        Is(CheckStatus.Pass, One(Host(files), "Worker.BuildEndpoint"));
        Assert.NotNull(token);
        Assert.Equal(token, Token());
    }

    [Fact]
    public void The_printed_fix_of_an_images_host_changes_that_alone()
    {
        using var files = WorkerFiles.Xenial(host: "old.example.com");
        var before = files.Text("/etc/default/travis-worker");

        foreach (var bad in WorkerEvaluator.Evaluate(new Fleet([Host(files)])).Where(result => result.Id == "Worker.PlatformHost").ToList())
        {
            files.Paste(bad.Remedy!);
        }

        Assert.Equal(before.Replace("old.example.com", "travis.example.com", StringComparison.Ordinal), files.Text("/etc/default/travis-worker"));
        Is(CheckStatus.Pass, One(Host(files), "Worker.PlatformHost"));
    }

    [Theory]
    [InlineData("export AMQP_URI=\"amqp://travis:s3cret@travis/travis\"", "amqp://travis:s3cret@travis.example.com/travis\"")]
    [InlineData("export AMQP_URI='amqp://travis:tra@travis/travis' # mail ops@travis", "amqp://travis:tra@travis.example.com/travis' # mail ops@travis")]
    [InlineData("export AMQP_URI=amqp://travis:a@b@travis:5672/travis # /travis", "amqp://travis:a@b@travis.example.com:5672/travis # /travis")]
    [InlineData("export AMQP_URI=\"amqp://travis:a b@travis/travis\"", "amqp://travis:a b@travis.example.com/travis\"")]
    [InlineData("export AMQP_URI=amqp://travis/travis", "amqp://travis.example.com/travis")]
    [InlineData("export BUILD_API_URI=https://travis/travis/script AMQP_URI=\"amqp://travis:s3cret@travis/travis\"", "https://travis/travis/script AMQP_URI=\"amqp://travis:s3cret@travis.example.com/travis\"")]
    public void The_printed_fix_of_a_host_that_is_the_users_name_too_changes_the_host(string line, string wanted)
    {
        using var files = WorkerFiles.Trusty(more: "export BUILD_API_URI=https://travis/__build__/script\n" + line + "\n");

        var bad = WorkerEvaluator.Evaluate(new Fleet([Host(files)])).First(result => result.Id == "Worker.PlatformHost" && result.Message.Contains("(AMQP_URI)", StringComparison.Ordinal));
        files.Paste(bad.Remedy!);

        Assert.EndsWith(wanted, files.Text("/etc/default/travis-worker").TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_comes_from_elsewhere_is_left_to_a_person_though_its_name_is_in_the_line()
    {
        using var files = WorkerFiles.Trusty(more: "export THERE=travis\nexport BUILD_API_URI=https://$THERE/__build__/script\nexport AMQP_URI=\"amqp://travis:s3cret@$THERE/travis\"\n");

        Assert.StartsWith("sudoedit ", One(Host(files), "Worker.PlatformHost").Remedy, StringComparison.Ordinal);
    }

    private static HostEvidence Resolved(WorkerFiles files, string line) => Host(files) with
    {
        Items = [.. Host(files).Items.Select(item => item.Name == WorkerItems.SettingsName ? item with { Text = item.Text.Replace("resolve travis.example.com 0 192.0.2.1", line, StringComparison.Ordinal) } : item)],
    };

    [Theory]
    [InlineData("abc123_.-!", CheckStatus.Pass)]
    [InlineData("a%2Fb", CheckStatus.Pass)]
    [InlineData("a/b", CheckStatus.Fail)]
    [InlineData("a?b", CheckStatus.Fail)]
    [InlineData("a#b", CheckStatus.Fail)]
    [InlineData("100%", CheckStatus.Fail)]
    [InlineData("a b", CheckStatus.Fail)]
    [InlineData("a@b", CheckStatus.Warn)]
    [InlineData("a:b", CheckStatus.Warn)]
    public void A_token_that_is_no_part_of_a_URI(string token, CheckStatus expected)
    {
        using var files = WorkerFiles.Trusty(token);
        using var image = WorkerFiles.Xenial(token);

        Is(expected, One(Host(files), "Worker.TokenCharacters"));
        Is(expected, One(Host(image), "Worker.TokenCharacters"));
    }

    [Theory]
    [InlineData("", CheckStatus.Pass, "2 builds x 2 CPUs = 4, of 8")]
    [InlineData("POOL_SIZE=4", CheckStatus.Pass, "8, of 8")]
    [InlineData("POOL_SIZE=5", CheckStatus.Fail, "checkout CPUSets")]
    [InlineData("TRAVIS_WORKER_POOL_SIZE=5", CheckStatus.Fail, "5 builds")]
    [InlineData("POOL_SIZE=5\nexport TRAVIS_WORKER_POOL_SIZE=3", CheckStatus.Pass, "3 builds")]
    [InlineData("DOCKER_CPUS=5", CheckStatus.Fail, "2 builds x 5 CPUs")]
    [InlineData("TRAVIS_WORKER_DOCKER_CPUS=1\nexport POOL_SIZE=8", CheckStatus.Pass, "8 builds x 1")]
    [InlineData("DOCKER_CPUS=0\nexport POOL_SIZE=8", CheckStatus.Pass, "without a limit")]
    [InlineData("DOCKER_CPUS=0\nexport POOL_SIZE=9", CheckStatus.Fail, "manual")]
    [InlineData("DOCKER_CPUS=two", CheckStatus.Warn, "goes by its default")]
    [InlineData("DOCKER_CPUS=4\nexport TRAVIS_WORKER_DOCKER_CPUS=1\nexport POOL_SIZE=3", CheckStatus.Fail, "3 builds x 4")]
    [InlineData("DOCKER_CPU_SET_SIZE=4\nexport POOL_SIZE=4", CheckStatus.Fail, "the worker has 4 to give")]
    [InlineData("TRAVIS_WORKER_DOCKER_CPU_SET_SIZE=4", CheckStatus.Pass, "of 4 in the CPU sets")]
    [InlineData("DOCKER_CPU_SET_SIZE=1\nexport POOL_SIZE=1", CheckStatus.Pass, "of 2 in the CPU sets")]
    [InlineData("DOCKER_CPU_SET_SIZE=16\nexport POOL_SIZE=5", CheckStatus.Fail, "Requested CPUs are not available")]
    [InlineData("DOCKER_CPU_SET_SIZE=all", CheckStatus.Fail, "no number")]
    [InlineData("POOL_SIZE=two", CheckStatus.Fail, "no number")]
    [InlineData("POOL_SIZE=0", CheckStatus.Fail, "takes no builds")]
    [InlineData("POOL_SIZE=$(nproc)", CheckStatus.Unknown, "the output of a command")]
    public void The_pool_and_the_CPUs(string setting, CheckStatus expected, string said)
    {
        using var files = WorkerFiles.Trusty(more: setting.Length == 0 ? string.Empty : "export " + setting + "\n");
        Is(expected, One(Host(files), "Worker.PoolCpu"), said);
    }

    [Theory]
    [InlineData("", CheckStatus.Pass, "8.0 GiB, of 15.7 GiB")]
    [InlineData("POOL_SIZE=4", CheckStatus.Pass, "16.0 GiB, of 15.7 GiB, which is near enough")]
    [InlineData("POOL_SIZE=5", CheckStatus.Warn, "20.0 GiB")]
    [InlineData("DOCKER_MEMORY=9GiB", CheckStatus.Warn, "18.0 GiB")]
    [InlineData("DOCKER_MEMORY=4G", CheckStatus.Pass, "2 builds x 3.7 GiB")]
    [InlineData("DOCKER_MEMORY=3.5G", CheckStatus.Pass, "2 builds x 3.3 GiB")]
    [InlineData("DOCKER_MEMORY='4,096 MiB'", CheckStatus.Pass, "2 builds x 4.0 GiB")]
    [InlineData("TRAVIS_WORKER_DOCKER_MEMORY=512mib\nexport POOL_SIZE=8", CheckStatus.Pass, "8 builds x 0.5 GiB")]
    [InlineData("DOCKER_MEMORY=0", CheckStatus.Warn, "no limit")]
    [InlineData("DOCKER_MEMORY=much", CheckStatus.Warn, "goes by its default")]
    [InlineData("DOCKER_MEMORY=$(free)", CheckStatus.Unknown, "the output of a command")]
    public void The_pool_and_the_memory(string setting, CheckStatus expected, string said)
    {
        using var files = WorkerFiles.Trusty(more: setting.Length == 0 ? string.Empty : "export " + setting + "\n");
        Is(expected, One(Host(files), "Worker.PoolMemory"), said);
    }

    [Theory]
    [InlineData("DOCKER_MEMORY=0")]
    [InlineData("TRAVIS_WORKER_DOCKER_MEMORY=0")]
    [InlineData("TRAVIS_WORKER_DOCKER_MEMORY=1G\nexport DOCKER_MEMORY=0")]
    public void The_fix_of_builds_without_a_limit_of_memory_sets_the_name_that_counts(string setting)
    {
        using var files = WorkerFiles.Trusty(more: $"export {setting}\n");
        var result = One(Host(files), "Worker.PoolMemory");
        Is(CheckStatus.Warn, result, "no limit");

        files.Paste(result.Remedy!);

        Is(CheckStatus.Pass, One(Host(files), "Worker.PoolMemory"), "2 builds x 3.7 GiB");
    }

    [Theory]
    [InlineData("1", CheckStatus.Fail, "Requested CPUs are not available")]
    [InlineData("1\nexport DOCKER_CPUS=1", CheckStatus.Pass, "1 CPUs = 1")]
    public void A_worker_hands_out_two_CPUs_where_there_is_one_and_Docker_does_not(string pool, CheckStatus expected, string said)
    {
        using var files = WorkerFiles.Trusty(more: $"export POOL_SIZE={pool}\n");
        Is(expected, One(Host(files, sample => sample.With(PreflightItems.Cpus, "0\n")), "Worker.PoolCpu"), said);
    }

    [Fact]
    public void The_recommended_machine_may_have_the_recommended_pool()
    {
        using var files = WorkerFiles.Trusty(more: "export POOL_SIZE=4\n");

        // A c4.2xlarge.
        Is(CheckStatus.Pass, One(Host(files, sample => sample.With(PreflightItems.Memory, "MemTotal:       15400000 kB\n")), "Worker.PoolMemory"), "of 14.7 GiB");
        Is(CheckStatus.Warn, One(Host(files, sample => sample.With(PreflightItems.Memory, "MemTotal:       12400000 kB\n")), "Worker.PoolMemory"), "the kernel kills");
    }

    [Fact]
    public void Without_the_machines_numbers_the_pool_is_unknown()
    {
        using var files = WorkerFiles.Trusty();
        var host = Host(files);
        var without = host with { Items = [.. host.Items.Where(item => item.Name is not ("cpu.online" or "memory" or "docker.info"))] };

        Is(CheckStatus.Unknown, One(without, "Worker.PoolCpu"));
        Is(CheckStatus.Unknown, One(without, "Worker.PoolMemory"));
    }
}
