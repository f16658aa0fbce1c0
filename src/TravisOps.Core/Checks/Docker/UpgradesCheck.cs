using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Docker;

internal sealed class UpgradesCheck() : Check(
    "Docker.Upgrades",
    "Whether an upgrade of packages stopped Docker Engine, or the daily upgrade may: apt's history",
    "none by unattended-upgrade; none in the 3 days before the engine was found down",
    "Operations manual, \"Your setup\" (\"Did you change anything lately\"); docker/for-linux issues 813, 249 and 1155: upgrading containerd.io stops the engine")
{
    private const string Exclude =
        "Exclude Docker from them: add \"docker\"; \"containerd\"; to Unattended-Upgrade::Package-Blacklist in /etc/apt/apt.conf.d/50unattended-upgrades, and upgrade it by hand when no build runs";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var item = host.Find(DockerItems.AptHistory.Name);
        if (item is null || item.Status is not (EvidenceStatus.Collected or EvidenceStatus.NotFound))
        {
            yield return Obstacle.In(host, DockerItems.AptHistory)!;
            yield break;
        }

        if (!item.Ok)
        {
            yield return item.ErrorText.Contains("ermission denied")
                ? new Finding(CheckStatus.Unknown, "Could not be looked at: the login may not read /var/log/apt/history.log.") { Item = item, Remedy = Obstacle.GiveRoot(host) }
                : new Finding(CheckStatus.Skip, "Does not apply: there is no /var/log/apt/history.log on this host.") { Item = item, Line = Obstacle.FirstLine(item.ErrorText) };
            yield break;
        }

        var upgrades = AptUpgrade.Read(item.Text).Where(entry => entry.Packages.Any(IsDocker)).ToList();
        var last = upgrades.LastOrDefault();
        if (last is null)
        {
            yield return new Finding(CheckStatus.Pass, "apt's history, which goes back a month at the most, has no change of Docker.") { Actual = "none", Item = item, Line = "none" };
            yield break;
        }

        var finding = Finding(host, last, upgrades.LastOrDefault(entry => entry.Unattended));
        yield return finding with { Item = item };
    }

    private static Finding Finding(HostEvidence host, AptUpgrade last, AptUpgrade? unattended)
    {
        // History is in the host's own time, which is not known: a day more does not hurt.
        var recent = host.CollectedAt - last.Started < Requirements.UpgradeRecentTime + TimeSpan.FromDays(1);
        if (recent && DockerEngineCheck.Fails(host))
        {
            return new Finding(CheckStatus.Fail, $"Docker Engine does not answer, and {Words(last)}: that stops it, and it may not have started again.")
            {
                Actual = Words(last),
                Line = Line(last),
                Remedy = "sudo service docker start; sudo docker info   # " + Exclude,
            };
        }

        return unattended is not null
            ? new Finding(CheckStatus.Warn, $"{Capital(Words(unattended))}: the daily upgrade restarts Docker Engine, and whatever runs then ends.")
            {
                Actual = Words(unattended),
                Line = Line(unattended),
                Remedy = Exclude,
            }
            : new Finding(CheckStatus.Pass, $"{Capital(Words(last))}, by hand.") { Actual = Words(last), Line = Line(last) };
    }

    private static bool IsDocker(string package) => KnownPackages.IsDocker(package);

    private static string Words(AptUpgrade entry) =>
        $"{string.Join(", ", entry.Packages.Where(IsDocker))} {(entry.Packages.Count(IsDocker) == 1 ? "was" : "were")} changed {(entry.Unattended ? "by unattended-upgrade " : string.Empty)}at {Time(entry)} (the host's time)";

    private static string Line(AptUpgrade entry) => $"Start-Date: {Time(entry)}  Commandline: {entry.CommandLine}";

    private static string Time(AptUpgrade entry) => entry.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
