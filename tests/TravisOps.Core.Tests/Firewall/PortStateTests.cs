using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

/// <summary>Every state that a port can be in, made with real services and real rules, seen from a worker and from here.</summary>
[Collection(FirewallTests.Name)]
public sealed class PortStateTests(FirewallLab lab)
{
    private static Task<IReadOnlyList<FirewallResult>>? s_fromWorker;
    private static Task<IReadOnlyList<FirewallResult>>? s_fromHere;

    public static TheoryData<int> Ports => [.. PortCase.All.Select(one => one.Port)];

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task A_worker_tells_the_state_of_a_port_and_why(int port)
    {
        await lab.GetAsync();
        Check(port, await (s_fromWorker ??= FromWorkerAsync()));
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task This_machine_tells_the_same(int port)
    {
        await lab.GetAsync();
        Check(port, await (s_fromHere ??= FromHereAsync()));
    }

    [Fact]
    public async Task All_of_the_manuals_ports_pass_from_a_worker()
    {
        var installation = await lab.InstallationAsync();
        var targets = FirewallTargets.FromWorker(installation, installation.Workers[0]);
        var evidence = await lab.AskAsync(0, targets);
        var results = FirewallEvaluator.Evaluate(evidence, targets);

        Assert.Null(evidence.Failure);
        Assert.Equal([22, 443, 80, 4567, 5672, 8800], results.Select(one => one.Port));
        Assert.All(results, one => Assert.Equal((PortState.Open, CheckStatus.Pass, one.Detail), (one.State, one.Status, one.Detail)));
        Assert.All(results, one => Assert.True(one.Latency > TimeSpan.Zero));
        Assert.All(results, one => Assert.Equal(("worker-1.lab.test", "platform.lab.test", TravisRole.Platform), (one.Source, one.ComputerName, one.Role)));
        Assert.Contains("CN=travis.lab.test, expires 2099-01-01, issuer CN=Lab authority trusted; HTTP/1.0 200 ok", Detail(443), StringComparison.Ordinal);
        Assert.Contains("issuer CN=Lab authority trusted; RabbitMQ 3.", Detail(4567), StringComparison.Ordinal);
        Assert.Contains("self-signed", Detail(8800), StringComparison.Ordinal);

        string Detail(int port) => results.Single(one => one.Port == port).Detail;
    }

    [Fact]
    public async Task From_here_each_machine_is_asked_for_its_own_ports()
    {
        var installation = await lab.InstallationAsync();
        var told = new List<FirewallResult>();
        var results = await LocalFirewall.ProbeAsync(
            FirewallTargets.FromHere(installation, installation.Hosts), FirewallProbe.DefaultWait, told.Add, TestContext.Current.CancellationToken);

        Assert.Equal(9, results.Count);
        Assert.Equal(results.Select(one => (one.ComputerName, one.Port)).Order(), told.Select(one => (one.ComputerName, one.Port)).Order());
        Assert.All(results.Take(8), one => Assert.Equal(PortState.Open, one.State));
        var silent = results[8];
        Assert.Equal(("worker-3.lab.test", 22, PortState.Filtered, CheckStatus.Fail), (silent.ComputerName, silent.Port, silent.State, silent.Status));

        // Nobody here trusts the lab's authority: that matters on 443 and not on the dashboard, which is self-signed as it is shipped.
        Assert.Equal(CheckStatus.Warn, results.Single(one => one.Port == 443).Status);
        Assert.Equal(CheckStatus.Pass, results.Single(one => one.Port == 8800).Status);
    }

    [Fact]
    public async Task The_build_for_Windows_PowerShell_tells_the_same()
    {
        var installation = await lab.InstallationAsync();
        var expected = await LocalAsync(FirewallTargets.FromHere(installation, installation.Hosts));

        var lines = await Desktop.MonoTests.RunAsync("firewall", (await lab.GetAsync()).InventoryPath);

        Assert.Equal(expected.Select(one => $"{one.ComputerName} {one.Port} {one.State}"), lines.Select(line => string.Join(' ', line.Take(3))));
        Assert.Contains(lines, line => line[3].Contains("RabbitMQ 3.", StringComparison.Ordinal) && line[3].StartsWith("TLSv1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_said_from_both_places()
    {
        var target = (await AnyAsync()) with { Address = "nowhere.lab.invalid" };
        var evidence = await lab.AskAsync(0, [target]);

        Assert.Equal(PortState.NameNotFound, FirewallEvaluator.Evaluate(evidence, [target])[0].State);
        Assert.Equal(PortState.NameNotFound, (await LocalAsync([target]))[0].State);
    }

    [Fact]
    public async Task No_route_is_not_a_firewall()
    {
        var host = (await lab.GetAsync()).Workers[0];
        Assert.Equal(0, (await host.ExecAsync("ip route del default 2>/dev/null; ip route add prohibit 203.0.113.0/24", TestContext.Current.CancellationToken)).ExitCode);
        var nowhere = (await AnyAsync()) with { Address = "198.51.100.7" };
        var forbidden = nowhere with { Address = "203.0.113.7" };

        Assert.Equal(PortState.Unreachable, FirewallEvaluator.Evaluate(await lab.AskAsync(0, [nowhere]), [nowhere])[0].State);
        var prohibited = FirewallEvaluator.Evaluate(await lab.AskAsync(0, [forbidden]), [forbidden])[0];
        Assert.Equal(PortState.Filtered, prohibited.State);
        Assert.Contains("forbidden by worker-1.lab.test itself (Permission denied)", prohibited.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_evidence_gives_the_same_results_as_live()
    {
        var evidence = await lab.AskAsync(0, FirewallTargets.FromWorker(await lab.InstallationAsync(), (await lab.InstallationAsync()).Workers[0]));
        using var folder = new Installations.TemporaryFolder();
        var path = System.IO.Path.Combine(folder.Path, "evidence");
        EvidenceStore.Write(path, [evidence]);

        var live = FirewallEvaluator.Evaluate(evidence);
        Assert.Equal(6, live.Count);
        Assert.Equal(live, FirewallEvaluator.Evaluate(Assert.Single(EvidenceStore.Read(path))));
        var installation = await lab.InstallationAsync();
        Assert.Equal(live, FirewallEvaluator.Evaluate(evidence, FirewallTargets.FromWorker(installation, installation.Workers[0])));
    }

    [Fact]
    public async Task A_worker_that_can_not_be_asked_leaves_no_port_out()
    {
        var installation = await lab.InstallationAsync();
        var targets = FirewallTargets.FromWorker(installation, installation.Workers[2]);
        var evidence = await lab.AskAsync(2, targets, wait: TimeSpan.FromSeconds(1));
        var results = FirewallEvaluator.Evaluate(evidence, targets);

        Assert.Equal(6, results.Count);
        Assert.All(results, one => Assert.Equal((PortState.Unknown, CheckStatus.Unknown), (one.State, one.Status)));
        Assert.All(results, one => Assert.Contains("worker-3.lab.test", one.Message, StringComparison.Ordinal));
    }

    private static void Check(int port, IReadOnlyList<FirewallResult> results)
    {
        var wanted = PortCase.All.Single(one => one.Port == port);
        var result = results.Single(one => one.Port == port);
        Assert.Equal((wanted.State, wanted.Status, result.Detail), (result.State, result.Status, result.Detail));
        Assert.Contains(wanted.Detail, result.Detail, StringComparison.Ordinal);
        Assert.Equal(wanted.Status == CheckStatus.Pass, result.Remedy is null);
        Assert.Equal(result.State is PortState.Open or PortState.WrongService, result.Latency is not null);
    }

    private async Task<IReadOnlyList<FirewallResult>> FromWorkerAsync()
    {
        var any = await AnyAsync();
        List<PortTarget> targets = [.. PortCase.All.Select(one => one.Of(any))];
        return FirewallEvaluator.Evaluate(await lab.AskAsync(0, targets), targets);
    }

    private async Task<IReadOnlyList<FirewallResult>> FromHereAsync()
    {
        var installation = await lab.InstallationAsync();
        var any = FirewallTargets.FromHere(installation, [installation.Platform])[0];
        return await LocalAsync([.. PortCase.All.Select(one => one.Of(any))]);
    }

    private static Task<IReadOnlyList<FirewallResult>> LocalAsync(IReadOnlyList<PortTarget> targets) =>
        LocalFirewall.ProbeAsync(targets, FirewallProbe.DefaultWait, null, TestContext.Current.CancellationToken);

    private async Task<PortTarget> AnyAsync() => Any(await lab.InstallationAsync());

    private static PortTarget Any(TravisInstallation installation) => FirewallTargets.FromWorker(installation, installation.Workers[0])[0];
}
