using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TravisOps.Lab;

/// <summary>Which hosts a lab has, and what is planted on each.</summary>
internal sealed class LabPlan
{
    private readonly List<LabPlanHost> _hosts = [];

    private LabPlan()
    {
    }

    /// <summary>The platform first, then the workers in order.</summary>
    public IReadOnlyList<LabPlanHost> Hosts => _hosts;

    /// <summary>Works out the hosts of a lab.</summary>
    /// <exception cref="ArgumentException">An unknown scenario, a host that the lab doesn't have, or too many workers.</exception>
    public static LabPlan Make(LabOptions options, int number)
    {
        if (options.Workers is < 0 or > 200)
        {
            throw new ArgumentException($"A lab has 0 to 200 workers, not {options.Workers}.");
        }

        string subnet = string.Create(CultureInfo.InvariantCulture, $"10.213.{number}");
        LabPlan plan = new();
        plan._hosts.Add(new("platform", $"{subnet}.2", LabRole.Platform, "platform", true) { Services = [.. Services(options)] });
        for (int n = 1; n <= options.Workers; n++)
        {
            string style = n % 2 == 1 ? "worker-trusty" : "worker-xenial";
            plan._hosts.Add(new($"worker-{n}", $"{subnet}.{10 + n}", LabRole.Worker, style, options.WorkerDocker));
        }

        foreach (string entry in Split(options.Scenario))
        {
            plan.Plant(entry);
        }

        return plan;
    }

    private static IEnumerable<string> Services(LabOptions options)
    {
        if (options.Database)
        {
            yield return "database";
        }

        if (options.Broker)
        {
            yield return "broker";
        }
    }

    private static string[] Split(string scenarios) =>
        scenarios.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Plant(string entry)
    {
        string[] parts = entry.Split('@');
        if (parts.Length > 2)
        {
            throw new ArgumentException($"'{entry}' is not a scenario; write NAME or NAME@HOST.");
        }

        LabScenario scenario = LabScenarios.Find(parts[0]);
        if (scenario.Parts.Count > 0)
        {
            foreach (string part in scenario.Parts.Where(p => FindHost(p.Split('@')[1]) is not null))
            {
                Plant(part);
            }

            return;
        }

        string name = parts.Length == 2 ? parts[1] : scenario.DefaultHost;
        LabPlanHost? host = FindHost(name);
        if (host is null && parts.Length == 1)
        {
            // A default is a suggestion: a smaller lab gets the fault on its last host.
            host = _hosts[^1];
        }

        (host ?? throw new ArgumentException($"The lab has no host '{name}'; it has {string.Join(", ", _hosts.Select(h => h.ShortName))}."))
            .Faults.Add(scenario);
    }

    private LabPlanHost? FindHost(string name) => _hosts.Find(h => h.ShortName == name || h.Name == name);
}
