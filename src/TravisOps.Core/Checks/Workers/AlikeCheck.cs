using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class AlikeCheck() : FleetCheck(
    "Worker.Alike",
    "Whether the workers are configured alike: host, token, scheme and build endpoint among all; every setting, and the version, among those that are set up the same way for the same queue",
    "no setting of which most others have another value",
    Manual.None + "; one odd worker makes builds fail now and then, which is hard to find",
    TravisRole.Worker)
{
    private const string Unknowable = "\u0000";

    private const string Amqp = "AMQP_URI";

    private const string BuildApi = "BUILD_API_URI";

    // What every worker of a platform shares, whatever its system and its queue.
    private static readonly Dictionary<string, Func<WorkerConfiguration, string?>> Shared = new(StringComparer.Ordinal)
    {
        ["the platform's host"] = one => Part(one, Amqp, uri => uri.Host),
        ["the token"] = one => Part(one, Amqp, uri => uri.Password is null ? null : uri.PasswordSecret(one.Secrets)?.DecodedFingerprint ?? Unknowable),
        ["amqp or amqps"] = one => Part(one, Amqp, uri => uri.Scheme),
        ["the vhost"] = one => Part(one, Amqp, uri => uri.Path),
        ["the build endpoint"] = one => Part(one, BuildApi, uri => uri.Path),
        ["the host of build scripts"] = one => Part(one, BuildApi, uri => uri.Host),
    };

    // What differs for a reason: taken apart above, the machine's own, or about paths of the machine.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { Amqp, BuildApi, "HOSTNAME", "TRAVIS_ENTERPRISE_HOST", "TRAVIS_ENTERPRISE_SECURITY_TOKEN", "TRAVIS_ENTERPRISE_BUILD_ENDPOINT" };

    private protected override IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        if (configuration is null)
        {
            yield return obstacle!;
            yield break;
        }

        var item = host.Find(WorkerItems.SettingsName);
        var others = fleet.Workers.Where(worker => !ReferenceEquals(worker, host))
            .Select(worker => (worker.ComputerName, Configuration: WorkerFindings.Read(worker).Configuration))
            .Where(one => one.Configuration is not null).Select(one => (one.ComputerName, Configuration: one.Configuration!)).ToList();
        if (others.Count == 0)
        {
            yield return new Finding(CheckStatus.Skip, "There is no other worker to compare with among the hosts that were looked at.") { Item = item };
            yield break;
        }

        var like = others.Where(one => Kind(one.Configuration) == Kind(configuration)).ToList();
        var differences = new List<(string What, string Place)>();
        foreach (var pair in Shared)
        {
            Compare(pair.Key, pair.Value(configuration), [.. others.Select(one => (one.ComputerName, pair.Value(one.Configuration)))], configuration.Get(pair.Key.Contains("build") ? BuildApi : Amqp)?.Place);
        }

        foreach (var name in configuration.Effective.Keys.Concat(like.SelectMany(one => one.Configuration.Effective.Keys)).Distinct().Where(name => !Own.Contains(name)).OrderBy(name => name, StringComparer.Ordinal))
        {
            Compare(name, Value(configuration, name), [.. like.Select(one => (one.ComputerName, Value(one.Configuration, name)))], configuration.Effective.TryGetValue(name, out var setting) ? setting.Place : null);
        }

        Compare("the version", Version(host, configuration), [.. like.Select(one => (one.ComputerName, Version(fleet.Workers.First(worker => worker.ComputerName == one.ComputerName), one.Configuration)))], null);
        if (differences.Count == 0 && ((string[])[Amqp, BuildApi]).Select(configuration.Get).FirstOrDefault(one => one?.Value.Unknown is not null) is { } unknown)
        {
            yield return WorkerFindings.NotKnown(host, unknown.Name, unknown.Place, unknown.Value.Unknown!);
            yield break;
        }

        yield return differences.Count == 0
            ? new Finding(CheckStatus.Pass, $"Configured like the others: {others.Count} compared, {like.Count} of them in every setting (same system, same queue).") { Actual = "alike", Item = item }
            : new Finding(CheckStatus.Warn, $"{host.ComputerName} is the odd one out: {string.Join("; ", differences.Select(one => one.What))}.")
            {
                Actual = $"{differences.Count} {(differences.Count == 1 ? "difference" : "differences")}",
                Item = item,
                Line = differences[0].Place,
                Remedy = $"Get-TravisWorkerConfiguration | Sort-Object Name | Format-Table Name, ComputerName, Value, File, Line   # see whether it is meant, and change it on {host.ComputerName} if not{(differences[0].Place.StartsWith("/", StringComparison.Ordinal) ? $" ({differences[0].Place})" : string.Empty)}",
            };

        // Odd is who has less company than another value has; of two that differ both are, as nobody can say which one is right.
        void Compare(string what, string? mine, IReadOnlyList<(string ComputerName, string? Value)> theirs, string? place)
        {
            if (mine == Unknowable || theirs.Count == 0)
            {
                return;
            }

            var values = theirs.Where(one => one.Value != Unknowable).ToList();
            var company = values.Count(one => one.Value == mine) + 1;
            var rival = values.Where(one => one.Value != mine).GroupBy(one => one.Value).OrderByDescending(group => group.Count()).FirstOrDefault();
            if (rival is not null && (rival.Count() > company || (company == 1 && rival.Count() == 1)))
            {
                var who = rival.Count() == 1 ? rival.First().ComputerName : $"{rival.Count()} others";
                differences.Add((Secret(what) ? $"{what} is another than that of {who}" : $"{what} is {mine ?? "not set"}, that of {who} {rival.Key ?? "not set"}", place ?? what));
            }
        }
    }

    private static bool Secret(string what) => what == "the token";

    // Only a setting that is not there is "not set". What only a run would tell, and what can't be taken apart, nobody can compare.
    private static string? Part(WorkerConfiguration configuration, string name, Func<WorkerUri, string?> part) =>
        configuration.Get(name) is not { } setting ? null : WorkerUri.Parse(setting) is { } uri ? part(uri) : Unknowable;

    private static string Kind(WorkerConfiguration one) => $"{one.Layout} {one.Get("QUEUE_NAME")?.Value.Text}";

    private static string? Value(WorkerConfiguration configuration, string name) => !configuration.Effective.TryGetValue(name, out var setting) ? null
        : setting.Value.Unknown is not null ? Unknowable
        : SettingValue.Shown(setting.Value.Text, configuration.Secrets);

    private static string? Version(HostEvidence host, WorkerConfiguration configuration)
    {
        if (configuration.Layout == WorkerLayout.Image)
        {
            return configuration.InScript(WorkerConfiguration.ImageName)?.Value is { Unknown: null } image ? image.Text : Unknowable;
        }

        return host.Find(WorkerItems.Version.Name) is { Status: EvidenceStatus.Collected } item && VersionFacts.Read(item) is var facts ? facts.Policy?.Installed ?? facts.Version ?? Unknowable : Unknowable;
    }
}
