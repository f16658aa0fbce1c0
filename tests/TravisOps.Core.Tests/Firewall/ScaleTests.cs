using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Firewall;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

/// <summary>Seven ports of 200 hosts at once, half open, a fifth refused, the rest dropped. How long it takes is a benchmark's business.</summary>
[Collection(FirewallTests.Name)]
public sealed class ScaleTests(FirewallLab lab)
{
    [Fact]
    public async Task Every_port_of_200_hosts_is_told_as_it_is()
    {
        var running = await lab.GetAsync();
        List<PortTarget> targets =
        [
            .. from host in Enumerable.Range(0, 200)
               from port in FirewallLab.Mute
               select new PortTarget
               {
                   Source = PortTarget.Here,
                   From = FirewallSource.Here,
                   ComputerName = $"host-{host}",
                   Role = TravisRole.Worker,
                   Address = (host % 10) switch { < 5 => running.Platform.Address, < 7 => running.Workers[0].Address, _ => running.Workers[2].Address },
                   ServerName = "none",
                   Port = port,
               },
        ];

        var results = await LocalFirewall.ProbeAsync(targets, FirewallProbe.DefaultWait, null, TestContext.Current.CancellationToken);

        Assert.Equal(
            [(PortState.Open, 700), (PortState.Closed, 280), (PortState.Filtered, 420)],
            results.GroupBy(one => one.State).Select(group => (group.Key, group.Count())).OrderBy(one => one.Key));
        Assert.Equal(targets.Select(one => (one.ComputerName, one.Port)), results.Select(one => (one.ComputerName, one.Port)));
    }

    [Fact]
    public async Task It_can_be_stopped_while_it_waits()
    {
        var running = await lab.GetAsync();
        using var stop = new System.Threading.CancellationTokenSource();
        var installation = await lab.InstallationAsync();
        var targets = FirewallTargets.FromHere(installation, [installation.Platform, installation.Workers[2]]);

        // Stopped by the first answer, while the host that is silent is still waited for.
        await Assert.ThrowsAnyAsync<System.OperationCanceledException>(() =>
            LocalFirewall.ProbeAsync(targets, System.TimeSpan.FromHours(1), _ => stop.Cancel(), stop.Token));
        Assert.NotNull(running);
    }
}
