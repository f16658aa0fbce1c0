using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Changes;

/// <summary>One start of a machine, from <c>last -x -F -w</c> or <c>journalctl --list-boots</c>.</summary>
/// <param name="Local">When, in the host's own time; in UTC when <paramref name="IsUtc"/>.</param>
/// <param name="IsUtc">The time is UTC.</param>
/// <param name="Kernel">The kernel, which older forms of last cut after 16 characters; null when it is not told.</param>
/// <param name="Clean">A shutdown is recorded before it; null for the oldest and where shutdowns are not told.</param>
internal sealed record BootRecord(DateTime Local, bool IsUtc, string? Kernel, bool? Clean)
{
    // "reboot   system boot  4.4.0-210-generic Wed Oct 25 08:00:00 2017   still running"
    private static readonly Regex Last = new(
        @"^(?<what>reboot|shutdown)\s+system (?:boot|down)\s+(?<kernel>\S+)\s+(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})", RegexOptions.CultureInvariant);

    private static readonly Regex Journal = new(
        @"^\s*-?\d+ [0-9a-f]{32} [A-Z][a-z]{2} (?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?<zone>[A-Z0-9+-]+)", RegexOptions.CultureInvariant);

    /// <summary>The starts, newest first; null when the host was not asked or keeps none.</summary>
    public static IReadOnlyList<BootRecord>? Parse(EvidenceItem? item)
    {
        if (item is not { Ok: true })
        {
            return null;
        }

        var boots = new List<BootRecord>();
        foreach (var line in TextLines.Of(item.Text))
        {
            if (Last.Match(line) is { Success: true } last)
            {
                if (last.Groups["what"].Value == "shutdown")
                {
                    // Newest first: this one is what came before the start that was read last.
                    SetClean(boots, true);
                }
                else if (DateTime.TryParseExact(last.Groups["time"].Value.Replace("  ", " "), "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                {
                    SetClean(boots, false);
                    boots.Add(new BootRecord(time, false, last.Groups["kernel"].Value, null));
                }
            }
            else if (Journal.Match(line) is { Success: true } journal
                && DateTime.TryParseExact(journal.Groups["time"].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            {
                // The journal's list is oldest first.
                boots.Insert(0, new BootRecord(first, journal.Groups["zone"].Value is "UTC" or "GMT", null, null));
            }
        }

        return boots;
    }

    private static void SetClean(List<BootRecord> boots, bool clean)
    {
        if (boots.Count > 0 && boots[boots.Count - 1].Clean is null)
        {
            boots[boots.Count - 1] = boots[boots.Count - 1] with { Clean = clean };
        }
    }
}
