using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsCheck;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Core.Tests.Workers;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.KnownIssues;
using TravisOps.Ssh;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

/// <summary>A whole installation judged: what is a cause and what follows from it, in whatever order hosts answer.</summary>
public sealed class InstallationJudgeTests
{
    private static readonly IReadOnlyList<HostEvidence> Faulty = EvidenceStore.Read(Path.Combine(AppContext.BaseDirectory, "Recorded", "faulty"));

    [Fact]
    public void The_order_in_which_hosts_answer_changes_no_result() => Gen.Shuffle(Faulty.ToArray()).Sample(
        shuffled => Assert.Equal(Told(Faulty).Results.Order(StringComparer.Ordinal), Told(shuffled).Results.Order(StringComparer.Ordinal)),
        iter: 24);

    [Fact]
    public void Nothing_gets_lost_or_is_told_twice_and_the_summary_counts_what_was_told()
    {
        var (results, summary) = Told(Faulty);

        Assert.Equal(results.Distinct(), results);
        Assert.Equal(results.Count, summary.Pass + summary.Warn + summary.Fail + summary.Skip + summary.Unknown);
        Assert.Equal(CheckStatus.Fail, summary.Status);
        Assert.Equal(Faulty.Count, summary.Hosts);
        Assert.Equal("platform.lab.test", summary.ComputerName);
        Assert.Contains($"{summary.Fail} fail, {summary.Unknown} unknown", summary.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, summary.First.Count), summary.First.Select(task => task.Order));
        Assert.All(summary.First, task => Assert.NotEmpty(task.ComputerName));
    }

    [Fact]
    public void A_worker_whose_Docker_is_down_has_one_thing_to_do()
    {
        var (results, summary) = Told(Faulty);

        Assert.Contains("worker-2.lab.test Docker.Engine Fail", results);
        Assert.DoesNotContain(results, line => line.StartsWith("worker-2.lab.test Docker.", StringComparison.Ordinal) && !line.StartsWith("worker-2.lab.test Docker.Engine ", StringComparison.Ordinal) && line.EndsWith(" Unknown", StringComparison.Ordinal));
        Assert.Single(summary.First, task => task.ComputerName.Contains("worker-2.lab.test") && task.Status == CheckStatus.Fail && task.Id.StartsWith("Docker.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Docker.Engine", 5672, true, "the Docker Engine does not run")]
    [InlineData("Docker.Engine", 8800, true, "the Docker Engine does not run")]
    [InlineData("Docker.TeMain", 443, true, "te-main does not run")]
    [InlineData("Docker.TeMain", 8800, false, "")]
    [InlineData("Replicated.App", 80, true, "the application is stopped")]
    [InlineData("Docker.Bindings.4567", 4567, true, "the port is not published")]
    [InlineData("Docker.Bindings.4567", 5672, false, "")]
    [InlineData("Hardware.Memory", 5672, false, "")]
    public void A_port_follows_from_what_does_not_run_behind_it(string cause, int port, bool follows, string reason)
    {
        var because = Result(cause, CheckStatus.Fail);
        var seen = Port(port, PortState.Closed, "worker-1");

        var told = CauseTree.Apply([seen], [because, seen]).Single();

        Assert.Equal(follows ? CheckStatus.Skip : CheckStatus.Fail, told.Status);
        Assert.Equal(port, Assert.IsType<FirewallResult>(told).Port);
        if (follows)
        {
            Assert.Equal($"Not judged, as {reason} ({cause} on platform). Seen: refused", told.Message);
            Assert.Null(told.Remedy);
        }
    }

    [Fact]
    public void What_works_all_the_same_stays_Pass_and_a_worker_is_no_cause_for_the_platform()
    {
        var open = Port(5672, PortState.Open, "worker-1") with { Status = CheckStatus.Pass };
        var closed = Port(5672, PortState.Closed, "worker-1");
        var elsewhere = Result("Docker.Engine", CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker };

        Assert.Equal(CheckStatus.Pass, CauseTree.Apply([open], [Result("Docker.TeMain", CheckStatus.Fail)]).Single().Status);
        Assert.Equal(CheckStatus.Fail, CauseTree.Apply([closed], [elsewhere]).Single().Status);
    }

    [Theory]
    [InlineData("Docker.TeMain", CheckStatus.Fail)]
    [InlineData("Host.Connection", CheckStatus.Unknown)]
    public void What_a_worker_is_compared_with_on_a_platform_that_can_not_tell_follows_from_that(string id, CheckStatus status)
    {
        var token = Result("Worker.Token", CheckStatus.Unknown) with { ComputerName = "worker-1", Role = TravisRole.Worker };

        var told = CauseTree.Apply([token, token with { Status = CheckStatus.Fail }], [Result(id, status)]).Select(result => result.Status);

        Assert.Equal([CheckStatus.Skip, CheckStatus.Fail], told);
    }

    [Fact]
    public void What_a_workers_log_tells_follows_from_a_te_main_that_is_away_and_waits_for_the_platform()
    {
        var refused = Result("KnownIssue.Logs.Amqp.Refused", CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker };
        var token = refused with { Id = "KnownIssue.Logs.Amqp.LoginRefused" };

        Assert.Equal([CheckStatus.Skip, CheckStatus.Fail], CauseTree.Apply([refused, token], [Result("Docker.TeMain", CheckStatus.Fail)]).Select(result => result.Status));
        Assert.Equal(CheckStatus.Fail, CauseTree.Apply([refused], [Result("Hardware.Memory", CheckStatus.Fail)]).Single().Status);
        Assert.True(CauseTree.MayDependOnOthers(refused));
        Assert.True(CauseTree.MayDependOnOthers(token));
        Assert.Subset(KnownIssueCatalog.All.Select(issue => "KnownIssue.Logs." + issue.Id).ToHashSet(), CauseTree.Symptoms.ToHashSet());
    }

    [Theory]
    [InlineData("Docker.TeMain", CheckStatus.Fail, null, "te-main does not run")]
    [InlineData("Docker.Engine", CheckStatus.Fail, null, "the Docker Engine does not run")]
    [InlineData("Replicated.App", CheckStatus.Fail, null, "the application is stopped")]
    [InlineData("Host.Connection", CheckStatus.Unknown, "NoAnswer", "the machine does not answer")]
    [InlineData("Host.Connection", CheckStatus.Unknown, "HostKeyChanged", null)]
    public void A_worker_that_ends_without_RabbitMQ_follows_from_a_platform_where_it_is_not(string cause, CheckStatus status, string? actual, string? reason)
    {
        var because = Result(cause, status) with { Actual = actual };
        CheckResult[] seen =
        [
            OfWorker("KnownIssue.Logs.Amqp.NoAnswer"), OfWorker("Worker.Restarts"), OfWorker("Worker.Service", "travis-worker start/post-stop, process 9405"), OfWorker("Worker.Service", "ActiveState=activating SubState=auto-restart"),
        ];
        CheckResult[] others = [OfWorker("Worker.Service", "travis-worker stop/waiting"), OfWorker("Worker.Service", "ActiveState=inactive SubState=dead"), OfWorker("KnownIssue.Logs.Amqp.LoginRefused")];

        var told = CauseTree.Apply([.. seen, .. others], [because, .. seen[..1], .. others]).ToList();

        Assert.All(told.Take(seen.Length), one => Assert.True(reason is null ? one.Id.StartsWith("Worker.", StringComparison.Ordinal) || one.Status == CheckStatus.Fail : one.Message.StartsWith($"Not judged, as {reason} (", StringComparison.Ordinal), one.Message));
        Assert.All(told.Skip(seen.Length), one => Assert.Equal(CheckStatus.Fail, one.Status));
        Assert.All(seen, one => Assert.True(CauseTree.MayDependOnOthers(one)));
    }

    [Theory]
    [InlineData("Worker.Token", "KnownIssue.Logs.Amqp.LoginRefused", CheckStatus.Skip)]
    [InlineData("Worker.TokenCharacters", "Worker.Restarts", CheckStatus.Skip)]
    [InlineData("Worker.PlatformHost", "KnownIssue.Logs.Amqp.HostNotFound", CheckStatus.Skip)]
    [InlineData("Worker.PlatformName", "KnownIssue.Logs.BuildScript.NotGenerated", CheckStatus.Skip)]
    [InlineData("Worker.Configuration.Literal", "KnownIssue.Logs.Amqp.HostNotFound", CheckStatus.Skip)]
    [InlineData("Worker.Token", "KnownIssue.Logs.BuildScript.NotGenerated", CheckStatus.Fail)]
    [InlineData("Worker.Queue", "KnownIssue.Logs.Amqp.LoginRefused", CheckStatus.Fail)]
    [InlineData("KnownIssue.Logs.Amqp.LoginRefused", "Worker.Restarts", CheckStatus.Skip)]
    [InlineData("KnownIssue.Logs.Amqp.LoginRefused", "Worker.Queue", CheckStatus.Fail)]
    public void What_keeps_a_worker_from_RabbitMQ_is_told_instead_of_what_it_is_like_without(string cause, string id, CheckStatus status)
    {
        Assert.Equal(status, CauseTree.Apply([OfWorker(id)], [OfWorker(cause)]).Single().Status);
        Assert.Equal(CheckStatus.Fail, CauseTree.Apply([OfWorker(id) with { ComputerName = "worker-2" }], [OfWorker(cause)]).Single().Status);
    }

    [Theory]
    [InlineData("ActiveState=inactive SubState=dead", CheckStatus.Skip)]
    [InlineData("travis-worker stop/waiting", CheckStatus.Fail)]
    public void A_unit_stops_with_Docker_and_an_upstart_job_does_not(string actual, CheckStatus status) =>
        Assert.Equal(status, CauseTree.Apply([OfWorker("Worker.Service", actual)], [OfWorker("Docker.Engine")]).Single().Status);

    [Theory]
    [InlineData("ConnectionRefused", "Firewall.Ssh", CheckStatus.Warn, CheckStatus.Skip)]
    [InlineData("NotSsh", "Firewall.Ssh", CheckStatus.Fail, CheckStatus.Skip)]
    [InlineData("ConnectionRefused", "Firewall.Https", CheckStatus.Fail, CheckStatus.Fail)]
    [InlineData("AuthenticationFailed", "Firewall.Ssh", CheckStatus.Fail, CheckStatus.Fail)]
    public void A_stopped_sshd_is_one_task(string failure, string id, CheckStatus seen, CheckStatus status) => Assert.Equal(
        status,
        CauseTree.Apply([Port(22, PortState.Closed, "here") with { Id = id, Status = seen }], [Result("Host.Connection", CheckStatus.Unknown) with { Actual = failure }]).Single().Status);

    [Theory]
    [InlineData(CheckStatus.Fail, CheckStatus.Fail, "do", "System.Kernel")]
    [InlineData(CheckStatus.Warn, CheckStatus.Warn, "do", "System.Kernel")]
    [InlineData(CheckStatus.Fail, CheckStatus.Warn, "do", "System.Kernel")]
    [InlineData(CheckStatus.Warn, CheckStatus.Fail, "do", "Docker.DriverKernel")]
    [InlineData(CheckStatus.Warn, CheckStatus.Fail, "another thing", "System.Kernel Docker.DriverKernel")]
    [InlineData(CheckStatus.Pass, CheckStatus.Warn, "do", "Docker.DriverKernel")]
    public void A_newer_kernel_is_one_task(CheckStatus kernel, CheckStatus driver, string fix, string left)
    {
        CheckResult[] seen = [Result("System.Kernel", kernel), Result("Docker.DriverKernel", driver) with { Remedy = fix }];

        Assert.Equal(left.Split(' '), CauseTree.Apply(seen, seen).Where(one => one.Status is CheckStatus.Fail or CheckStatus.Warn).Select(one => one.Id));
    }

    [Fact]
    public void Whatever_comes_first_what_follows_from_another_host_or_from_several_is_told_as_that()
    {
        const string Name = "travis.example.com";
        var platform = Sample.Platform.Evidence();
        var lost = Sample.Worker.With(WorkerItems.Settings(Name, "192.0.2.1", showSecrets: false), $"platform {Name} 192.0.2.1\nhas /etc/init/travis-worker.conf\nresolve {Name} 2\nend\n").Evidence();
        var silent = Sample.Worker.WithoutItems().Connected(one => one with { Online = false, LoggedIn = false }).Failed(HostFailureKind.NoAnswer, "silent", "look").Evidence() with { ComputerName = "worker-2.example.com" };
        var unresolved = Port(5672, PortState.NameNotFound, lost.ComputerName) with { ComputerName = platform.ComputerName };
        var filtered = Port(22, PortState.Filtered, "here") with { Id = "Firewall.Ssh", ComputerName = silent.ComputerName, Role = TravisRole.Worker };

        Gen.Shuffle(new object[] { platform, lost, silent, unresolved, filtered }).Sample(
            events =>
            {
                var judge = new InstallationJudge("lab", [(platform.ComputerName, platform.Role), (lost.ComputerName, lost.Role), (silent.ComputerName, silent.Role)], [TravisArea.Preflight, TravisArea.Worker]);
                List<CheckResult> told = [.. events.SelectMany(one => one is HostEvidence host ? judge.Add(host) : judge.Add((FirewallResult)one)), .. judge.Complete()];

                Assert.Contains(told, one => one.Id == "Worker.PlatformName" && one.Status == CheckStatus.Fail);
                Assert.StartsWith("Not judged, as the platform's name is not found there", told.Single(one => one.Id == "Firewall.Port5672").Message, StringComparison.Ordinal);
                Assert.StartsWith("Not judged, as the machine does not answer", told.Single(one => one.Id == "Firewall.Ssh").Message, StringComparison.Ordinal);
            },
            iter: 60);
    }

    [Fact]
    public void A_worker_whose_token_breaks_the_URI_has_that_to_do_first_and_not_what_it_is_like_without_RabbitMQ()
    {
        using var files = WorkerFiles.Trusty(token: "sl/ash");
        var settings = files.Evidence();
        var worker = settings with
        {
            Items = [.. settings.Items, new EvidenceItem { Name = WorkerItems.Service.Name, Source = WorkerItems.Service.Source, Status = EvidenceStatus.Collected, ExitCode = 0, Text = ">>> upstart\ntravis-worker start/post-stop, process 9405\n>>> starts\nnow 1767323045\n" }],
        };
        var judge = new InstallationJudge("lab", [(worker.ComputerName, worker.Role)], [TravisArea.Worker]);

        List<CheckResult> told = [.. judge.Add(worker), .. judge.Complete()];

        Assert.Equal("Worker.TokenCharacters", judge.Summarize().First[0].Id);
        Assert.Contains("(Worker.TokenCharacters on ", told.Single(one => one.Id == "Worker.Service").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_results_of_one_id_in_one_area_are_all_told_and_those_of_another_area_once()
    {
        using var files = WorkerFiles.Xenial().With("/etc/default/travis-worker", "export AMQP_URI=\"amqp://travis:abc@${HOST:-a}/travis\"\nexport BUILD_API_URI=\"https://${HOST:-a}/__build__/script\"\n");
        var alone = Sample.Worker.WithDocker().Evidence();
        var evidence = alone with { Items = [.. alone.Items, files.Answer()] };

        var whole = InstallationAreas.Evaluate(evidence, [TravisArea.Preflight, TravisArea.Docker, TravisArea.Worker]).ToList();

        Assert.Equal(2, whole.Count(one => one.Id == "Worker.Configuration.Literal"));
        Assert.Single(whole, one => one.Id == "Docker.Engine");
    }

    [Theory]
    [InlineData("not searched: Docker", CheckStatus.Skip)]
    [InlineData("not searched: Worker, Docker", CheckStatus.Unknown)]
    public void Only_Dockers_own_log_is_not_searched_because_Docker_does_not_run(string actual, CheckStatus status) => Assert.Equal(
        status,
        CauseTree.Apply([Result("KnownIssue.Logs", CheckStatus.Unknown) with { Actual = actual }], [Result("Docker.Engine", CheckStatus.Fail)]).Single().Status);

    [Theory]
    [InlineData("NoAnswer", PortState.Filtered, CheckStatus.Skip)]
    [InlineData("NoAnswer", PortState.Closed, CheckStatus.Fail)]
    [InlineData("HostKeyChanged", PortState.Filtered, CheckStatus.Fail)]
    public void Ports_follow_from_a_machine_that_does_not_answer_and_not_from_a_way_in_that_is_refused(string failure, PortState state, CheckStatus status)
    {
        var down = Result("Host.Connection", CheckStatus.Unknown) with { Actual = failure };

        Assert.Equal(status, CauseTree.Apply([Port(443, state, "worker-1")], [down]).Single().Status);
    }

    /// <summary>Port 22 is filtered from here, and something else: another port answers somebody, so the machine is not off.</summary>
    [Theory]
    [InlineData(443, PortState.Open, "here", "platform", CheckStatus.Fail)]
    [InlineData(8800, PortState.Closed, "worker-2", "platform", CheckStatus.Fail)]
    [InlineData(443, PortState.Filtered, "here", "platform", CheckStatus.Skip)]
    [InlineData(443, PortState.Open, "here", "worker-2", CheckStatus.Skip)]
    public void A_machine_that_answers_at_any_port_is_not_off(int port, PortState state, string source, string of, CheckStatus status)
    {
        var silent = Result("Host.Connection", CheckStatus.Unknown) with { Actual = "NoAnswer" };
        var filtered = Port(5672, PortState.Filtered, "worker-1");
        var restarts = OfWorker("Worker.Restarts");

        var told = CauseTree.Apply([filtered, restarts], [silent, filtered, restarts, Port(port, state, source) with { ComputerName = of }]);

        Assert.All(told, one => Assert.Equal(status, one.Status));
    }

    [Theory]
    [InlineData("worker-1", PortState.NameNotFound, CheckStatus.Skip)]
    [InlineData("worker-1", PortState.Closed, CheckStatus.Skip)]
    [InlineData("worker-2", PortState.Closed, CheckStatus.Fail)]
    public void Ports_follow_from_the_name_that_their_worker_does_not_find(string source, PortState state, CheckStatus status)
    {
        var because = Result("Worker.PlatformName", CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker };
        var seen = Port(5672, state, source);

        Assert.Equal(status, CauseTree.Apply([seen], [because, seen]).Single().Status);
    }

    [Theory]
    [InlineData("Worker.TokenCharacters", "Worker.Token", CheckStatus.Skip)]
    [InlineData("Worker.TokenCharacters", "Worker.BuildEndpoint", CheckStatus.Fail)]
    [InlineData("Worker.Configuration.Literal", "Worker.PlatformHost", CheckStatus.Skip)]
    [InlineData("Worker.Queue", "Worker.Alike", CheckStatus.Skip)]
    [InlineData("Worker.Service", "Worker.Alike", CheckStatus.Fail)]
    [InlineData("Worker.Queue", "Worker.Token", CheckStatus.Fail)]
    public void What_one_wrong_setting_does_to_other_checks_is_told_once(string cause, string id, CheckStatus status)
    {
        CheckResult Of(string name) => Result(name, CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker, Actual = "a literal ${...}" };

        Assert.Equal(status, CauseTree.Apply([Of(id)], [Of(cause)]).Single().Status);
        Assert.Equal(CheckStatus.Fail, CauseTree.Apply([Of(id) with { ComputerName = "worker-2" }], [Of(cause)]).Single().Status);
    }

    [Fact]
    public void What_is_to_be_done_begins_with_what_others_stand_on_and_names_hosts_together()
    {
        CheckResult[] results =
        [
            Result("Worker.Queue", CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker, Remedy = "edit" },
            Result("Hardware.Memory", CheckStatus.Warn),
            Result("Docker.Engine", CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker, Remedy = "start" },
            Result("Docker.Engine", CheckStatus.Fail) with { ComputerName = "worker-2", Role = TravisRole.Worker, Remedy = "start" },
            Result("Replicated.App", CheckStatus.Fail),
            Result("Docker.Engine", CheckStatus.Fail),
            Result("Host.Clock", CheckStatus.Unknown),
            Result("Worker.Service", CheckStatus.Fail) with { ComputerName = "worker-3", Role = TravisRole.Worker },
            Result("Worker.Token", CheckStatus.Fail) with { ComputerName = "worker-3", Role = TravisRole.Worker },
            Result("Host.Connection", CheckStatus.Unknown),
            Result("Host.Connection", CheckStatus.Unknown) with { ComputerName = "worker-4", Role = TravisRole.Worker },
            Result("Docker.TeMain", CheckStatus.Skip),
        ];

        var tasks = TaskOrder.Of(results);

        Assert.Equal(
            ["Host.Connection platform", "Docker.Engine platform", "Replicated.App platform", "Host.Connection worker-4", "Docker.Engine worker-1,worker-2", "Worker.Token worker-3", "Worker.Queue worker-1", "Worker.Service worker-3", "Host.Clock platform", "Hardware.Memory platform"],
            tasks.Select(task => $"{task.Id} {string.Join(',', task.ComputerName)}"));
    }

    [Fact]
    public void Every_area_has_its_plan_and_no_item_is_asked_twice()
    {
        var installation = new TravisInstallation("lab", new TravisHost { ComputerName = "platform", Role = TravisRole.Platform }, [new TravisHost { ComputerName = "worker-1", Role = TravisRole.Worker }]);
        foreach (var host in installation.Hosts)
        {
            var whole = InstallationAreas.Plan(installation, host, InstallationAreas.All);
            Assert.Equal(whole.Select(item => item.Name).Distinct(), whole.Select(item => item.Name));
            foreach (var area in Enum.GetValues<TravisArea>())
            {
                var part = InstallationAreas.Plan(installation, host, [area]);
                Assert.Subset(whole.Select(item => item.Name).ToHashSet(), part.Select(item => item.Name).ToHashSet());
            }
        }

        Assert.Equal(Enum.GetValues<TravisArea>(), InstallationAreas.All.Order());
    }

    private static (List<string> Results, InstallationSummary Summary) Told(IEnumerable<HostEvidence> evidence)
    {
        var judge = new InstallationJudge("lab", [.. Faulty.Select(host => (host.ComputerName, host.Role))], InstallationAreas.All);
        List<CheckResult> told = [.. evidence.SelectMany(judge.Add), .. judge.Complete()];
        return ([.. told.Select(one => $"{one.ComputerName}{(one is FirewallResult port ? " from " + port.Source : string.Empty)} {one.Id} {one.Status}")], judge.Summarize());
    }

    private static CheckResult Result(string id, CheckStatus status) => new()
    {
        Id = id,
        Area = id.Split('.')[0],
        ComputerName = "platform",
        Role = TravisRole.Platform,
        Status = status,
        Message = "seen",
        Remedy = "do",
    };

    private static CheckResult OfWorker(string id, string? actual = null) => Result(id, CheckStatus.Fail) with { ComputerName = "worker-1", Role = TravisRole.Worker, Actual = actual };

    private static FirewallResult Port(int port, PortState state, string source) => new()
    {
        Id = "Firewall.Port" + port,
        Area = "Firewall",
        ComputerName = "platform",
        Role = TravisRole.Platform,
        Status = CheckStatus.Fail,
        Message = "refused",
        Remedy = "open it",
        Source = source,
        Port = port,
        Service = "x",
        State = state,
        Detail = "refused",
    };
}
