using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Environments;

namespace TravisOps.Baselines;

/// <summary>What differs between two baselines: one that was saved, and one that was saved later or made of the hosts as they are now.</summary>
public static class BaselineComparer
{
    /// <summary>What stands for the machine as a whole.</summary>
    public const string HostPath = "host";

    /// <summary>A container is made a moment after its image was set, and clocks differ a little.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>The differences: hosts in the order of baselines, in each the machine first and then the paths in order.</summary>
    /// <param name="before">The older one.</param>
    /// <param name="after">The newer one.</param>
    public static IReadOnlyList<BaselineDifference> Compare(TravisBaseline before, TravisBaseline after)
    {
        if (before is null)
        {
            throw new ArgumentNullException(nameof(before));
        }

        if (after is null)
        {
            throw new ArgumentNullException(nameof(after));
        }

        var old = before.Hosts.ToDictionary(host => host.ComputerName, StringComparer.OrdinalIgnoreCase);
        var now = after.Hosts.ToDictionary(host => host.ComputerName, StringComparer.OrdinalIgnoreCase);
        var differences = new List<BaselineDifference>();
        foreach (var host in BaselineStore.Order(after.Hosts.Concat(before.Hosts.Where(host => !now.ContainsKey(host.ComputerName)))))
        {
            var was = old.TryGetValue(host.ComputerName, out var earlier) ? earlier : null;
            var isNow = now.TryGetValue(host.ComputerName, out var later) ? later : null;
            differences.AddRange(
                was is null ? [Host(isNow!, BaselineChange.Added, before.CreatedAt, isNow!.CollectedAt) with { New = isNow.Role.ToString() }]
                : isNow is null ? [Host(was, BaselineChange.Removed, was.CollectedAt, after.CreatedAt) with { Old = was.Role.ToString() }]
                : Compare(was, isNow));
        }

        return differences;
    }

    private static IEnumerable<BaselineDifference> Compare(BaselineHost was, BaselineHost now)
    {
        if (now.Failure is not null || was.Failure is not null)
        {
            // Whatever it had may be there still: nothing of it is removed.
            yield return Host(now, BaselineChange.Unknown, was.CollectedAt, now.CollectedAt) with
            {
                Message = now.Failure is { } failure ? "It could not be looked at: " + failure : "The baseline has nothing of it: " + was.Failure,
            };
            yield break;
        }

        if (was.Role != now.Role)
        {
            yield return Host(now, BaselineChange.Changed, was.CollectedAt, now.CollectedAt) with { Old = was.Role.ToString(), New = now.Role.ToString() };
        }

        var paths = new SortedSet<string>(was.Facts.Keys.Concat(now.Facts.Keys), StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var old = was.Facts.TryGetValue(path, out var before) ? before : null;
            var current = now.Facts.TryGetValue(path, out var after) ? after : null;
            if (string.Equals(old, current, StringComparison.Ordinal))
            {
                continue;
            }

            var blind = old is null ? Why(was, path) : current is null ? Why(now, path) : null;
            var difference = Host(now, blind is not null ? BaselineChange.Unknown : old is null ? BaselineChange.Added : current is null ? BaselineChange.Removed : BaselineChange.Changed, was.CollectedAt, now.CollectedAt) with
            {
                Path = path,
                Old = old,
                New = current,
                Message = blind is null ? null : $"{(old is null ? "The baseline" : "The later look")} could not tell it: {blind}",
            };
            yield return blind is null && Cause(difference, was, now) is { } change
                ? difference with { When = change.Time, ByWhom = change.ByWhom, Source = change.Source, Message = change.Note }
                : difference;
        }
    }

    private static string? Why(BaselineHost host, string path) =>
        host.Unknown.FirstOrDefault(one => path.Equals(one.Key, StringComparison.Ordinal) || (one.Key.EndsWith(".", StringComparison.Ordinal) && path.StartsWith(one.Key, StringComparison.Ordinal))).Value;

    /// <summary>The newest change in the later host's logs that made this difference, within the two times.</summary>
    private static TravisChange? Cause(BaselineDifference difference, BaselineHost was, BaselineHost now)
    {
        var dot = difference.Path.IndexOf('.');
        var (area, name) = dot < 0 ? (difference.Path, string.Empty) : (difference.Path.Substring(0, dot), difference.Path.Substring(dot + 1));
        Func<TravisChange, bool>? fits = (area, name) switch
        {
            ("package", _) => change => IsPackage(change) && change.What == name && (difference.New is null ? change.New is null : change.New == difference.New),
            ("system", "kernel") => change => change.Kind == TravisChangeKind.KernelChanged,
            ("docker", "version") => change => IsPackage(change) && KnownPackages.IsDocker(change.What) && !change.What.StartsWith("containerd", StringComparison.Ordinal),
            ("file", "/etc/systemd/system/travis-worker.service.d/env.conf") => change => change.Kind == TravisChangeKind.WorkerImageChanged,
            ("file", _) => change => change.Kind == TravisChangeKind.FileChanged && change.What == name,
            ("worker", not "version") => change => change.Kind == TravisChangeKind.FileChanged && change.What.StartsWith("/etc/default/travis-", StringComparison.Ordinal),
            ("worker", "version") => change => change.Kind == TravisChangeKind.WorkerImageChanged || (IsPackage(change) && change.What == "travis-worker"),
            ("travis", "version") => change => change is { Kind: TravisChangeKind.ContainerCreated, What: "te-main" },
            ("replicated", "version") => change => change is { Kind: TravisChangeKind.ContainerCreated, What: "replicated" },
            _ => null,
        };
        return fits is null ? null : now.Changes
            .Where(change => change.Time >= was.CollectedAt - Slack - change.TimeUncertainty && change.Time <= now.CollectedAt + Slack + change.TimeUncertainty)
            .OrderByDescending(change => change.Time)
            .FirstOrDefault(fits);
    }

    private static bool IsPackage(TravisChange change) => change.Kind is TravisChangeKind.PackageInstalled or TravisChangeKind.PackageUpgraded
        or TravisChangeKind.PackageDowngraded or TravisChangeKind.PackageRemoved;

    private static BaselineDifference Host(BaselineHost host, BaselineChange change, DateTime after, DateTime before) => new()
    {
        ComputerName = host.ComputerName,
        Role = host.Role,
        Change = change,
        Path = HostPath,
        After = after,
        Before = before,
    };
}
