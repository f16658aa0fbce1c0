using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
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

    // What -Anonymize puts in place of names, addresses and fingerprints.
    private static readonly Regex s_standIn = new(
        @"\b(host|user|net|installation)-[0-9a-f]{8}\b|\b(?:\d{1,3}[.-]){3}\d{1,3}\b|\b02(?:[:-][0-9a-f]{2}){5}\b|(?<![0-9a-z:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![0-9a-z:])|\bSHA256:[0-9a-f]{12}\b|\b[0-9A-F]{8}(?=:[0-9A-F]{4}\b)",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10));

    /// <summary>The differences, by host.</summary>
    /// <remarks>
    /// A pseudonym is another one in each bundle, so what stands in for a secret is told from another only within a bundle; it is left out of the comparison. So are names and
    /// addresses where one of the bundles was made with -Anonymize: hosts are matched by role and order then. Where the other one has them, answers are not compared.
    /// </remarks>
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
        var comparesAnswers = reference.Manifest.Anonymized == difference.Manifest.Anonymized;
        if (reference.Manifest.Anonymized || difference.Manifest.Anonymized)
        {
            (reference, difference) = (ByRole(reference), ByRole(difference));
        }

        Add(found, "Host", Hosts(reference), Hosts(difference));
        Add(found, "Completeness", Contract(reference), Contract(difference));
        Add(found, "Result", Results(reference), Results(difference));
        if (comparesAnswers)
        {
            Add(found, "Evidence", Answers(reference), Answers(difference));
        }

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
            .ToDictionary(one => (one.ComputerName, one.item.Name), one => one.item.Status == EvidenceStatus.Collected ? WithoutNames(one.item.Text, bundle.Manifest.Anonymized) : one.item.Status.ToString());

    // Their names tell nothing: the platform, and the workers in the order of the inventory, which the contract keeps.
    private static OpenedBundle ByRole(OpenedBundle bundle)
    {
        var order = bundle.Contract.Entries.Select(entry => entry.ComputerName).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var role in bundle.Evidence.GroupBy(host => host.Role))
        {
            // One that nothing was expected from comes last.
            var count = 0;
            foreach (var host in role.OrderBy(host => order.FindIndex(name => string.Equals(name, host.ComputerName, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : int.MaxValue))
            {
                names[host.ComputerName] = FormattableString.Invariant($"{role.Key.ToString().ToLowerInvariant()} {++count}");
            }
        }

        string Name(string name) => names.TryGetValue(name, out var known) ? known : name;
        CheckResult Named(CheckResult result) => result with { ComputerName = Name(result.ComputerName) };
        return bundle with
        {
            Evidence = [.. bundle.Evidence.Select(host => host with { ComputerName = Name(host.ComputerName) })],
            Contract = new BundleContract { Entries = [.. bundle.Contract.Entries.Select(entry => entry with { ComputerName = Name(entry.ComputerName) })] },
            Results = new BundleResults
            {
                Checks = [.. bundle.Results.Checks.Select(Named)],
                Ports = [.. bundle.Results.Ports.Select(port => (Firewall.FirewallResult)Named(port) with { Source = Name(port.Source) })],
            },
        };
    }

    // REDACTED- and twelve digits.
    private static string WithoutNames(string text, bool isAnonymized)
    {
        text = isAnonymized ? s_standIn.Replace(text, "$1") : text;
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
