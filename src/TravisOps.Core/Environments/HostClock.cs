using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>A host's time zone with its changes, to turn the local times of its logs into UTC; and its time service.</summary>
internal sealed class HostClock
{
    private const string Shift = "ddd MMM d HH:mm:ss yyyy";

    // When an offset began to be in force, oldest first.
    private readonly List<(DateTime From, TimeSpan Offset)> _shifts = [];

    private HostClock()
    {
    }

    /// <summary>The offset from UTC now.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>IANA name, such as <c>Europe/Berlin</c>; the abbreviation where that is all.</summary>
    public string? Zone { get; private set; }

    /// <summary>Programs that set the clock and run.</summary>
    public IReadOnlyList<string> Services { get; private set; } = [];

    /// <summary>Whether the clock is set by one; null when nothing tells.</summary>
    public bool? Synchronized { get; private set; }

    /// <summary>The changes of the offset are known; otherwise the present one stands for all times.</summary>
    public bool KnowsShifts => _shifts.Count > 0;

    /// <summary>UTC of a local time of the host's logs.</summary>
    /// <param name="local">What the log says.</param>
    /// <param name="notBefore">The time of the entry before it in the same log: decides in the hour that comes twice when summer ends.</param>
    /// <returns>The time, and by how much it may be wrong: an hour in that hour, an hour where the zone's changes are not known and it is not now.</returns>
    public (DateTime Time, TimeSpan Uncertainty) ToUtc(DateTime local, DateTime? notBefore)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        if (_shifts.Count == 0)
        {
            // A zone without a name for its changes, UTC above all, has none.
            var fixedZone = Zone is "UTC" or "Etc/UTC" or "GMT" or "Etc/GMT" or "Etc/UCT" or "Universal" or "Zulu";
            return (wall - Offset, fixedZone ? TimeSpan.Zero : TimeSpan.FromHours(1));
        }

        if (wall < _shifts[0].From - TimeSpan.FromDays(1))
        {
            return (wall - _shifts[0].Offset, TimeSpan.FromHours(1));
        }

        var fits = _shifts.Select(shift => shift.Offset).Append(Offset).Distinct().Select(offset => (Time: wall - offset, Offset: offset))
            .Where(one => OffsetAt(one.Time) == one.Offset).Select(one => one.Time).OrderBy(time => time).ToList();
        switch (fits.Count)
        {
            case 0:
                // An hour that is skipped in spring: a clock that was set wrong wrote it.
                return (wall - OffsetAt(wall - Offset), TimeSpan.FromHours(1));
            case 1:
                return (fits[0], TimeSpan.Zero);
            default:
                // The log is in order: what stands behind an entry of the second hour is in the second hour itself.
                return notBefore is { } before && fits[0] < before ? (fits[fits.Count - 1], TimeSpan.Zero) : (fits[0], fits[fits.Count - 1] - fits[0]);
        }
    }

    /// <summary>Null when the host was not asked or its answer does not begin with the time.</summary>
    public static HostClock? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected)
        {
            return null;
        }

        var clock = new HostClock();
        var told = false;
        var services = new List<string>();
        foreach (var line in TextLines.Of(item.Text))
        {
            var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2)
            {
                continue;
            }

            switch (words[0])
            {
                case "now" when words.Length >= 3 && Minutes(words[2]) is { } offset:
                    (clock.Offset, told) = (offset, true);
                    clock.Zone ??= words.Length > 3 ? words[3] : null;
                    break;
                case "zone":
                    clock.Zone = words[1];
                    break;
                case "shift" when words.Length >= 7 && int.TryParse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                    && DateTime.TryParseExact(string.Join(" ", words.Skip(2).Take(5)), Shift, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time):
                    clock._shifts.Add((time, TimeSpan.FromSeconds(seconds)));
                    break;
                case "service":
                    services.Add(words[1]);
                    break;
                case "synchronized":
                    clock.Synchronized = true;
                    break;
                case "timedatectl" when line.Contains("synchronized:"):
                    clock.Synchronized = words[words.Length - 1] == "yes" || (clock.Synchronized ?? false);
                    break;
            }
        }

        clock._shifts.Sort((a, b) => a.From.CompareTo(b.From));
        clock.Services = services;
        return told ? clock : null;
    }

    private TimeSpan OffsetAt(DateTime utc)
    {
        // zdump names the last second before each change and the first after it: both with the offset that is in force then.
        var offset = _shifts[0].Offset;
        foreach (var shift in _shifts)
        {
            if (shift.From > utc)
            {
                break;
            }

            offset = shift.Offset;
        }

        return offset;
    }

    // "+0200", "-0330".
    private static TimeSpan? Minutes(string text) =>
        text.Length == 5 && text[0] is '+' or '-' && int.TryParse(text.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits % 100 < 60
            ? TimeSpan.FromMinutes(((digits / 100 * 60) + (digits % 100)) * (text[0] == '-' ? -1 : 1))
            : null;
}
