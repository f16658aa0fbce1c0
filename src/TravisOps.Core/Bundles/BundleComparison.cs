using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>Tells two bundles of an installation apart: hosts, results, what is there, and answers that should not change by themselves.</summary>
public static class BundleComparison
{
    // These say the time, the load, or count something: they differ between any two.
    private static readonly HashSet<string> s_moving = new(StringComparer.Ordinal)
    {
        "load", "memory", "disk", "net.tcp", "net.tcp6", "docker.info", "docker.containers", "docker.ps", "docker.system-df", "firewall.ports", "bundle.system.uptime", "bundle.system.df",
        "bundle.system.processes", "bundle.system.kernel-log", "bundle.system.reboots", "bundle.system.time", "bundle.system.limits", "replicated.preflight",
    };

    /// <summary>The differences, by host.</summary>
    /// <remarks>A pseudonym is another one in each bundle, so what stands in for a secret is told from another only within a bundle; it is left out of the comparison.</remarks>
    public static IReadOnlyList<BundleDifference> Compare(OpenedBundle reference, OpenedBundle difference)
    {
        if (reference is null)
        {
            throw new ArgumentNullException(nameof(reference));
        }

        if (difference is null)
        {
            throw new ArgumentNullException(nameof(difference));
        }

        var found = new List<BundleDifference>();
        Add(found, "Host", Hosts(reference), Hosts(difference));
        Add(found, "Completeness", Contract(reference), Contract(difference));
        Add(found, "Result", Results(reference), Results(difference));
        Add(found, "Evidence", Answers(reference), Answers(difference));
        return [.. found.OrderBy(one => one.ComputerName, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.What, StringComparer.Ordinal)];
    }

    private static void Add(List<BundleDifference> found, string kind, Dictionary<(string Host, string What), string> reference, Dictionary<(string Host, string What), string> difference)
    {
        foreach (var key in reference.Keys.Union(difference.Keys))
        {
            reference.TryGetValue(key, out var before);
            difference.TryGetValue(key, out var after);
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                found.Add(new BundleDifference { ComputerName = key.Host, Kind = kind, What = key.What, Reference = Short(before), Difference = Short(after) });
            }
        }
    }

    private static Dictionary<(string, string), string> Hosts(OpenedBundle bundle) =>
        bundle.Evidence.ToDictionary(host => (host.ComputerName, "reached"), host => host.Failure is null ? "yes" : host.Failure.Kind.ToString());

    private static Dictionary<(string, string), string> Contract(OpenedBundle bundle) =>
        bundle.Contract.Entries.GroupBy(entry => (entry.ComputerName, $"{entry.Source}: {entry.Title}")).ToDictionary(group => group.Key, group => group.First().State.ToString());

    private static Dictionary<(string, string), string> Results(OpenedBundle bundle) =>
        bundle.Results.Checks.Concat(bundle.Results.Ports.Select(port => (CheckResult)port with { Id = $"{port.Id} {port.Source}:{port.Port}" }))
            .GroupBy(result => (result.ComputerName, result.Id))
            .ToDictionary(group => group.Key, group => string.Join("; ", group.Select(result => result.Status.ToString()).OrderBy(one => one, StringComparer.Ordinal)));

    private static Dictionary<(string, string), string> Answers(OpenedBundle bundle) =>
        bundle.Evidence.SelectMany(host => host.Items.Where(item => !s_moving.Contains(item.Name)).Select(item => (host.ComputerName, item)))
            .ToDictionary(one => (one.ComputerName, one.item.Name), one => one.item.Status == EvidenceStatus.Collected ? WithoutNames(one.item.Text) : one.item.Status.ToString());

    // REDACTED- and twelve digits.
    private static string WithoutNames(string text)
    {
        const int Digits = 12;
        var parts = text.Split([Redaction.Pseudonyms.Prefix], StringSplitOptions.None);
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i] = parts[i].Length >= Digits ? parts[i].Substring(Digits) : string.Empty;
        }

        return string.Join(Redaction.Pseudonyms.Prefix, parts);
    }

    private static string? Short(string? text)
    {
        const int Most = 300;
        return text is null ? null : PlainText.Harmless(text.Length <= Most ? text : text.Substring(0, Most) + "…");
    }
}
