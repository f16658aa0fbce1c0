using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Changes;

/// <summary>What changed on a host lately (manual, "Your setup"; facts 12), from its evidence alone.</summary>
public static class ChangeJudge
{
    /// <summary>How far back is looked unless told otherwise; ours.</summary>
    public static TimeSpan DefaultTime { get; } = TimeSpan.FromDays(30);

    /// <summary>The largest difference that a local time can have from UTC.</summary>
    private static readonly TimeSpan AnyZone = TimeSpan.FromHours(14);

    // wtmp and /proc/stat tell one start within a minute or two, while the clock is being set.
    private static readonly TimeSpan SameBoot = TimeSpan.FromMinutes(5);

    private static readonly string[] WorkerImageFiles = ["/etc/systemd/system/travis-worker.service.d/env.conf"];

    /// <summary>The changes.</summary>
    /// <param name="host">The evidence.</param>
    /// <param name="since">The earliest time that matters, UTC.</param>
    public static ChangeReport Judge(HostEvidence host, DateTime since)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var notKnown = new List<string>();
        var clock = HostClock.Parse(host.Find(EnvironmentItems.ClockName));
        if (clock is null)
        {
            notKnown.Add("time zone of the host: " + WhyNot.In(host, EnvironmentItems.ClockName) + "; times from its logs are taken as UTC");
        }

        var changes = new List<TravisChange>();
        changes.AddRange(Packages(host, clock, notKnown));
        changes.AddRange(Boots(host, clock, notKnown));
        changes.AddRange(Files(host, notKnown));
        changes.AddRange(Containers(host, notKnown));
        if (MachineFacts.Parse(host.Find(EnvironmentItems.Machine.Name)) is { RebootWantedSince: { } wanted } machine)
        {
            changes.Add(Of(host, TravisChangeKind.RebootWanted, wanted, "reboot", "/var/run/reboot-required") with
            {
                New = machine.RebootWantedBy.Count == 0 ? null : string.Join(", ", machine.RebootWantedBy),
                Note = "An upgrade is in force only after a reboot.",
            });
        }

        return new(
            [
                .. changes.Where(change => change.Time + change.TimeUncertainty >= since)
                    .OrderByDescending(change => change.Time).ThenBy(change => change.Kind).ThenBy(change => change.What, StringComparer.Ordinal),
            ],
            notKnown);
    }

    /// <summary>UTC of a time in a host's log, and by how much it may be wrong.</summary>
    internal static (DateTime Time, TimeSpan Uncertainty) Utc(HostClock? clock, DateTime local, DateTime? before) =>
        clock?.ToUtc(local, before) ?? (DateTime.SpecifyKind(local, DateTimeKind.Utc), AnyZone);

    private static IEnumerable<TravisChange> Packages(HostEvidence host, HostClock? clock, List<string> notKnown)
    {
        if (host.Find(EnvironmentItems.HistoryName) is not { Status: EvidenceStatus.Collected, ExitCode: null or 0 } item)
        {
            notKnown.Add("changes of packages: " + WhyNot.In(host, EnvironmentItems.HistoryName));
            return [];
        }

        if (item.Truncated)
        {
            notKnown.Add("changes of packages before the oldest that is shown: the history is longer than what is read of it");
        }

        if (item.ErrorText.Contains("ermission denied"))
        {
            notKnown.Add("changes of packages: the login may not read all of /var/log/apt and /var/log/dpkg.log");
        }

        return PackageHistory.Read(host, item, clock);
    }

    private static IEnumerable<TravisChange> Boots(HostEvidence host, HostClock? clock, List<string> notKnown)
    {
        var started = MachineFacts.Parse(host.Find(EnvironmentItems.Machine.Name))?.Booted;
        var kernel = host.Find(PreflightItems.Kernel.Name) is { Ok: true } item ? item.Text.Trim() : null;
        if (BootRecord.Parse(host.Find(EnvironmentItems.Boots.Name)) is not { } records)
        {
            notKnown.Add("starts before the last: " + WhyNot.In(host, EnvironmentItems.Boots.Name));
            records = [];
        }

        var boots = records.Select(record => (record.Kernel, record.Clean, At: record.IsUtc ? (Time: DateTime.SpecifyKind(record.Local, DateTimeKind.Utc), Uncertainty: TimeSpan.Zero) : Utc(clock, record.Local, null))).ToList();
        if (started is { } last && !boots.Any(boot => (boot.At.Time - last).Duration() <= SameBoot + boot.At.Uncertainty))
        {
            boots.Insert(0, (kernel, null, (last, TimeSpan.Zero)));
        }

        for (var index = 0; index < boots.Count; index++)
        {
            var (now, clean, at) = boots[index];
            var before = index + 1 < boots.Count ? boots[index + 1].Kernel : null;

            // last of Ubuntu 14.04 cuts the name; the newest is known in full.
            now = index == 0 && kernel is not null && (now is null || kernel.StartsWith(now, StringComparison.Ordinal)) ? kernel : now;
            var other = before is not null && now is not null && !now.StartsWith(before, StringComparison.Ordinal) && !before.StartsWith(now, StringComparison.Ordinal);
            yield return Of(host, other ? TravisChangeKind.KernelChanged : TravisChangeKind.Reboot, at.Time, other ? "kernel" : "machine started", "wtmp") with
            {
                TimeUncertainty = at.Uncertainty,
                Old = other ? before : null,
                New = now,
                Note = clean == false ? "No shutdown is recorded before it: power, a reset or a crash." : null,
            };
        }
    }

    private static IEnumerable<TravisChange> Files(HostEvidence host, List<string> notKnown)
    {
        if (FileFacts.Parse(host.Find(EnvironmentItems.Files.Name)) is not { } files)
        {
            notKnown.Add("times of files: " + WhyNot.In(host, EnvironmentItems.Files.Name));
            yield break;
        }

        foreach (var file in files)
        {
            var image = WorkerImageFiles.Contains(file.Path);
            yield return Of(host, image ? TravisChangeKind.WorkerImageChanged : TravisChangeKind.FileChanged, file.Modified, image ? "worker image" : file.Path, file.Path) with
            {
                New = image ? Known(host) is { } known ? DockerNames.FindWorker(known.All)?.Image : null : null,
            };
        }
    }

    private static IEnumerable<TravisChange> Containers(HostEvidence host, List<string> notKnown)
    {
        if (Known(host) is not { } containers)
        {
            notKnown.Add("when containers were made: " + WhyNot.In(host, DockerItems.Containers.Name));
            yield break;
        }

        foreach (var container in containers.All.Where(DockerNames.IsOurs))
        {
            if (container.Created is { } created)
            {
                yield return Of(host, TravisChangeKind.ContainerCreated, created, DockerNames.IsTeMain(container) ? "te-main" : container.Name, "docker inspect") with { New = container.Image };
            }
        }
    }

    private static DockerContainers? Known(HostEvidence host) =>
        host.Find(DockerItems.Containers.Name) is { } item && DockerContainersParser.Parse(item) is { Problem: DockerProblem.None } containers ? containers : null;

    private static TravisChange Of(HostEvidence host, TravisChangeKind kind, DateTime time, string what, string source) => new()
    {
        Time = time,
        Kind = kind,
        What = what,
        ComputerName = host.ComputerName,
        Source = source,
    };
}
