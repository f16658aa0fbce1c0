using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>Where nothing is planted nothing is found, or every drill would prove nothing.</summary>
public sealed class HealthyGroundTests(HealthyLab healthy)
{
    [Fact]
    public async Task A_healthy_lab_has_nothing_to_do_ports_included()
    {
        var ground = new DrillGround(await healthy.GetAsync(), TravisArea.Preflight, TravisArea.Docker, TravisArea.Worker, TravisArea.Firewall);

        ground.Look();

        Assert.Empty(ground.Tasks);
    }
}
