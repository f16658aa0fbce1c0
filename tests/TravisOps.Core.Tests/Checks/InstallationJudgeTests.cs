using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsCheck;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.KnownIssues;
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
        Assert.False(CauseTree.MayDependOnOthers(token));
        Assert.Subset(KnownIssueCatalog.All.Select(issue => "KnownIssue.Logs." + issue.Id).ToHashSet(), CauseTree.Symptoms.ToHashSet());
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
            Result("Docker.TeMain", CheckStatus.Skip),
        ];

        var tasks = TaskOrder.Of(results);

        Assert.Equal(
            ["Docker.Engine platform", "Replicated.App platform", "Docker.Engine worker-1,worker-2", "Worker.Queue worker-1", "Host.Clock platform", "Hardware.Memory platform"],
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
