using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>The tour's recorded evidence, for machines where no lab can run, tells what a lab of the same scenario tells.</summary>
public sealed class RecordedScenarioTests
{
    [Fact]
    public async Task The_recording_and_the_living_lab_give_the_same_results()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Scenario = "faulty", Workers = 3 });
        var live = InventoryReader.Read(lab.InventoryPath).Select(null).Hosts
            .Select(host => HostProbe.Run(host, DockerPlan.WithPreflight(host.Role, skipReplicated: false), new SshOptions(), TestContext.Current.CancellationToken));

        var recorded = EvidenceStore.Read(Path.Combine(AppContext.BaseDirectory, "Recorded", "faulty"));

        // A difference after a change of the plan or the lab: dotnet run --project tests/TravisOps.Lab -- record FOLDER
        Assert.Equal(Judge(live), Judge(recorded));
    }

    private static IEnumerable<string> Judge(IEnumerable<HostEvidence> evidence) =>
        from host in evidence
        from result in PreflightEvaluator.Evaluate(host, skipReplicated: false).Concat(DockerEvaluator.Evaluate(host))
        select $"{result.ComputerName} {result.Id} {result.Status}";
}
