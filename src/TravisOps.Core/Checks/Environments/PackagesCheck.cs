using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Checks.Environments;

internal sealed class PackagesCheck() : Check(
    "Environment.Packages",
    "Whether the last run of apt came to its end, and which packages that matter were changed in the last 3 days, and by whom: the histories of apt and dpkg",
    "no run of apt that was cut off or failed and that no other run came after",
    "Operations manual, \"Your setup\" (\"Did you change anything lately\"); the number of days is ours")
{
    private static readonly TravisChangeKind[] s_packages = [TravisChangeKind.PackageInstalled, TravisChangeKind.PackageUpgraded, TravisChangeKind.PackageDowngraded, TravisChangeKind.PackageRemoved];

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var probe = EnvironmentItems.History(host.CollectedAt);
        if (Obstacle.In(host, probe) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(probe.Name)!;
        if (item.ErrorText.Contains("ermission denied"))
        {
            return [new Finding(CheckStatus.Unknown, "Could not be looked at: the login may not read all of /var/log/apt and /var/log/dpkg.log.") { Item = item, Remedy = Obstacle.GiveRoot(host) }];
        }

        if (item.ExitCode is not (null or 0))
        {
            return [Obstacle.Unreadable(item, "what was changed")];
        }

        var changes = ChangeJudge.Judge(host, host.CollectedAt - ChangeJudge.DefaultTime).Changes;
        var cut = changes.FirstOrDefault(change => change.Kind == TravisChangeKind.AptInterrupted);
        if (cut is not null && !changes.Any(change => (s_packages.Contains(change.Kind) || change.Kind == TravisChangeKind.OtherPackages) && change.Time > cut.Time))
        {
            return
            [
                new Finding(CheckStatus.Warn, $"apt did not come to its end at {Time(cut)} ({cut.What}): packages may be half installed.")
                {
                    Actual = cut.ToString(),
                    Item = item,
                    Line = cut.ToString(),
                    Remedy = "sudo dpkg --audit; sudo dpkg --configure -a && sudo apt-get -f install",
                },
            ];
        }

        var recent = changes.Where(change => s_packages.Contains(change.Kind) && host.CollectedAt - change.Time <= Requirements.ChangeRecentTime).ToList();
        return
        [
            new Finding(CheckStatus.Pass, recent.Count == 0
                ? "No package that matters was changed in the last 3 days."
                : $"Changed in the last 3 days: {string.Join("; ", recent.Take(6).Select(Words))}{(recent.Count > 6 ? $"; and {recent.Count - 6} more (Get-TravisEnvironment)" : string.Empty)}.")
            {
                Actual = recent.Count.ToString(CultureInfo.InvariantCulture) + " changed",
                Item = item,
                Line = recent.FirstOrDefault()?.ToString(),
            },
        ];
    }

    private static string Words(TravisChange change) =>
        $"{change.What} {change.Old ?? "(new)"} to {change.New ?? "(removed)"} at {Time(change)}{(change.ByWhom is { } who ? " by " + who : string.Empty)}";

    private static string Time(TravisChange change) => change.Time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
