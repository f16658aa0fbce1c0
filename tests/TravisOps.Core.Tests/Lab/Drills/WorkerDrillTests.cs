using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>
/// The drill of the workers, a host a fault in one lab: the right check comes first on each, its fix is run there as it is printed, or says what a
/// person has to do and where, and then the check passes.
/// </summary>
public sealed class WorkerDrillTests
{
    // A fix may lead to the next: a setting counts once the service was restarted, which is told as a task of its own.
    private const int Rounds = 4;

    [Fact]
    public async Task Each_fault_is_found_first_and_gone_after_what_was_printed()
    {
        var hosts = Allocate();
        await using var lab = await HealthyLab.StartAsync(new LabOptions
        {
            Workers = hosts.Keys.Max(),
            Scenario = string.Join(',', hosts.SelectMany(pair => Plant(pair.Value).Select(fault => $"{fault}@worker-{pair.Key}"))),
        });
        var ground = new DrillGround(lab, DrillGround.WithoutPorts);
        List<(Drill Drill, string Host)> drills = [.. hosts.Select(pair => (pair.Value, $"worker-{pair.Key}.lab.test"))];

        ground.Look();
        ConcurrentBag<string> wrong = [.. drills.Select(one => ground.Judge(one.Drill, one.Host)).OfType<string>()];
        Assert.DoesNotContain(ground.Tasks, task => task.ComputerName.Contains(lab.Platform.Name));

        await Parallel.ForEachAsync(drills.Where(one => one.Drill.Deed is not null), async (one, _) => await DoAsync(one.Drill, one.Host, await ground.AtConsoleAsync(one.Host, one.Drill.Deed!), wrong));
        var commands = drills.Where(one => one.Drill.Person is null).ToList();
        for (var round = 1; commands.Count > 0 && round <= Rounds; round++)
        {
            await Parallel.ForEachAsync(commands, async (one, _) =>
            {
                var remedy = ground.First(one.Host, round == 1 ? null : one.Drill.Leaves)!.Remedy!;
                await DoAsync(one.Drill, one.Host, await ground.PasteAsync(one.Host, remedy), wrong, remedy);
            });

            ground.Look([.. commands.Select(one => one.Host), .. round == 1 ? drills.Where(one => one.Drill.Deed is not null).Select(one => one.Host) : []]);
            commands = [.. commands.Where(one => ground.First(one.Host, one.Drill.Leaves) is not null)];
        }

        foreach (var one in drills.Where(one => one.Drill.Person is null || one.Drill.Deed is not null))
        {
            if (ground.JudgeMended(one.Drill, one.Host) is { } left)
            {
                wrong.Add(left);
            }
        }

        Assert.True(wrong.IsEmpty, string.Join("\n", wrong));
    }

    private static Task DoAsync(Drill drill, string host, LabExecResult result, ConcurrentBag<string> wrong, string? remedy = null)
    {
        if (result.ExitCode != 0)
        {
            wrong.Add($"{drill.Fault} on {host}: {remedy ?? drill.Deed}\nended with {result.ExitCode}: {result.Stdout}{result.Stderr}");
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<string> Plant(Drill drill) => [drill.Fault, .. drill.Harmless, .. drill.NoDocker && drill.Fault != "docker-missing" ? ["docker-missing"] : (string[])[]];

    /// <summary>A number for each: odd ones are cheaper, having no image to make; hosts without a Docker Engine fill the even ones.</summary>
    private static SortedDictionary<int, Drill> Allocate()
    {
        SortedDictionary<int, Drill> hosts = [];
        var drills = DrillBook.Today(DrillBook.Workers);
        foreach (var drill in drills.OrderBy(drill => drill.Odd is null))
        {
            var number = drill.Odd == false || drill.NoDocker ? 2 : 1;
            while (hosts.ContainsKey(number))
            {
                number += drill.Odd is null && !drill.NoDocker && number > drills.Count ? 1 : 2;
            }

            hosts[number] = drill;
        }

        return hosts;
    }
}
