using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>The drill of the platform, a fault after another on one that runs: found first, mended as printed, gone.</summary>
public sealed class PlatformDrillTests
{
    private const int Rounds = 2;

    [Fact]
    public async Task Each_fault_is_found_first_and_gone_after_what_was_printed()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 0, Scenario = DrillBook.HarmlessOnPlatform + "@platform" });
        var ground = new DrillGround(lab, DrillGround.WithoutPorts);
        ground.Look();
        Assert.Empty(ground.Tasks);

        List<string> wrong = [];
        foreach (var drill in DrillBook.Today(DrillBook.Platform))
        {
            await RunAsync(drill, lab.Platform, ground, wrong);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static async Task RunAsync(Drill drill, LabHost platform, DrillGround ground, List<string> wrong)
    {
        foreach (var fault in drill.Harmless.Append(drill.Fault))
        {
            await platform.PlantAsync(fault, TestContext.Current.CancellationToken);
        }

        if (drill.Before is { } before)
        {
            // It may well fail: that is the fault.
            await ground.AtConsoleAsync(platform.Name, before);
        }

        ground.Look();
        if (ground.Judge(drill, platform.Name) is { } why)
        {
            wrong.Add(why);
        }

        for (var round = 1; round <= Rounds && ground.First(platform.Name) is { } first; round++)
        {
            var result = drill.Deed is { } deed ? await ground.AtConsoleAsync(platform.Name, deed) : await ground.PasteAsync(platform.Name, first.Remedy!);
            if (result.ExitCode != 0)
            {
                wrong.Add($"{drill.Fault}: {drill.Deed ?? first.Remedy}\nended with {result.ExitCode}: {result.Stdout}{result.Stderr}");
            }

            ground.Look();
        }

        if (ground.JudgeMended(drill, platform.Name) is { } left)
        {
            wrong.Add(left);
        }

        if (drill.Afterwards is { } afterwards)
        {
            await ground.AtConsoleAsync(platform.Name, afterwards);
        }
    }
}
