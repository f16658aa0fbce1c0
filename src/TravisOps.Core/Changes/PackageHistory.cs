using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Changes;

/// <summary>Changes of packages: apt's history, and what dpkg's log has beyond it.</summary>
internal static class PackageHistory
{
    /// <summary>What dpkg logs of a run of apt lies between its start and its end, but for this.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>A run of apt that began this short before it was looked at may still be going on.</summary>
    private static readonly TimeSpan StillRunning = TimeSpan.FromHours(1);

    private static readonly Regex DpkgLine = new(
        @"^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?<verb>install|upgrade|remove|purge) (?<package>[^:\s]+)(?::\S+)? (?<old>\S+) (?<new>\S+)\s*$", RegexOptions.CultureInvariant);

    public static IEnumerable<TravisChange> Read(HostEvidence host, EvidenceItem item, HostClock? clock)
    {
        var runs = new List<(DateTime From, DateTime Until)>();
        var changes = new List<TravisChange>();
        var sections = Sections(item.Text).ToList();
        foreach (var (file, text) in sections.Where(section => section.Kind == "apt").Select(section => (section.File, section.Text)))
        {
            DateTime? before = null;
            foreach (var entry in AptUpgrade.Read(text))
            {
                runs.Add((entry.Started, entry.Ended ?? entry.Started.AddDays(1)));
                var (time, uncertainty) = ChangeJudge.Utc(clock, entry.Started, before);
                before = time;
                changes.AddRange(OfApt(host, entry, file, time, uncertainty));
            }
        }

        foreach (var (file, text) in sections.Where(section => section.Kind == "dpkg").Select(section => (section.File, section.Text)))
        {
            changes.AddRange(OfDpkg(host, file, text, clock, runs));
        }

        return changes;
    }

    /// <summary>An upgrade of it stops Docker Engine, and what happens then.</summary>
    public static string? NoteOf(string package, bool unattended) => !KnownPackages.IsDocker(package) ? null
        : unattended ? "The daily upgrade changed it by itself: that restarts Docker Engine, and at times it stays down."
        : "Changing it restarts Docker Engine.";

    private static IEnumerable<TravisChange> OfApt(HostEvidence host, AptUpgrade entry, string file, DateTime time, TimeSpan uncertainty)
    {
        var by = entry.Unattended ? "unattended-upgrade" : entry.RequestedBy;
        TravisChange Of(TravisChangeKind kind, string what, string? old, string? now, string? note) => new()
        {
            Time = time,
            TimeUncertainty = uncertainty,
            Kind = kind,
            What = what,
            Old = old,
            New = now,
            ComputerName = host.ComputerName,
            Source = file,
            ByWhom = by,
            Note = note,
        };

        foreach (var change in entry.Changes.Where(change => change.Action != "Reinstall"))
        {
            var kind = change.Action switch
            {
                "Install" => TravisChangeKind.PackageInstalled,
                "Upgrade" => TravisChangeKind.PackageUpgraded,
                "Downgrade" => TravisChangeKind.PackageDowngraded,
                _ => TravisChangeKind.PackageRemoved,
            };
            yield return Of(kind, change.Package, change.Old, change.New, NoteOf(change.Package, entry.Unattended));
        }

        if (entry.Others > 0)
        {
            yield return Of(TravisChangeKind.OtherPackages, $"{entry.Others} {(entry.Others == 1 ? "other package" : "other packages")}", null, null, null);
        }

        if (entry.Ended is null)
        {
            var running = host.CollectedAt - time < StillRunning;
            yield return Of(
                TravisChangeKind.AptInterrupted,
                entry.CommandLine ?? "apt",
                null,
                null,
                running ? "It has no end yet: it may still be running." : "It has no end: it was interrupted. sudo dpkg --audit; sudo dpkg --configure -a");
        }
        else if (entry.Error is { } error)
        {
            yield return Of(TravisChangeKind.AptInterrupted, entry.CommandLine ?? "apt", null, null, error + ". sudo dpkg --audit; sudo dpkg --configure -a");
        }
    }

    private static IEnumerable<TravisChange> OfDpkg(HostEvidence host, string file, string text, HostClock? clock, List<(DateTime From, DateTime Until)> runs)
    {
        DateTime? before = null;
        foreach (var line in TextLines.Of(text))
        {
            var match = DpkgLine.Match(line);
            if (!match.Success || !DateTime.TryParseExact(match.Groups["time"].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                continue;
            }

            var (time, uncertainty) = ChangeJudge.Utc(clock, local, before);
            before = time;
            if (runs.Any(run => local >= run.From - Slack && local <= run.Until + Slack))
            {
                continue;
            }

            var (old, now) = (Version(match.Groups["old"].Value), Version(match.Groups["new"].Value));
            var package = match.Groups["package"].Value;
            yield return new TravisChange
            {
                Time = time,
                TimeUncertainty = uncertainty,
                Kind = match.Groups["verb"].Value switch
                {
                    "install" => TravisChangeKind.PackageInstalled,
                    "upgrade" => TravisChangeKind.PackageUpgraded,
                    _ => TravisChangeKind.PackageRemoved,
                },
                What = package,
                Old = old,
                New = now,
                ComputerName = host.ComputerName,
                Source = file,
                Note = NoteOf(package, unattended: false) ?? "Done by dpkg itself, not through apt.",
            };
        }
    }

    private static string? Version(string text) => text == "<none>" ? null : text;

    private static IEnumerable<(string Kind, string File, string Text)> Sections(string text)
    {
        const string Mark = ">>> ";
        foreach (var part in ("\n" + text).Split(["\n" + Mark], StringSplitOptions.None).Skip(1))
        {
            var end = part.IndexOf('\n');
            var words = (end < 0 ? part : part.Substring(0, end)).Split([' '], 2);
            if (words.Length == 2)
            {
                yield return (words[0], words[1].Trim(), end < 0 ? string.Empty : part.Substring(end + 1));
            }
        }
    }
}
