using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Hosts;

/// <summary>One entry of apt's history that changed packages (facts 12).</summary>
/// <param name="Started">When it began, in the host's own time.</param>
/// <param name="CommandLine">What ran, such as <c>/usr/bin/unattended-upgrade</c>; null when it is not told.</param>
/// <param name="Packages">The packages that were installed, upgraded, downgraded or removed, without architecture.</param>
public sealed record AptUpgrade(DateTime Started, string? CommandLine, IReadOnlyList<string> Packages)
{
    private const string TimeFormat = "yyyy-MM-dd  HH:mm:ss";

    private static readonly Regex Package = new(@"(?:^|\), )([a-z0-9][a-z0-9.+-]*)(?::[a-z0-9]+)? \(([^)]*)", RegexOptions.CultureInvariant);

    /// <summary>When it ended, in the host's own time; null when it was interrupted, or still runs.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Who called it with sudo, such as <c>ubuntu (1000)</c> (apt 1.1 and later); null when it is not told.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>What went wrong, as apt says it; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>The changes one by one.</summary>
    public IReadOnlyList<AptChange> Changes { get; init; } = [];

    /// <summary>Packages that were changed too and of which only the number was asked.</summary>
    public int Others { get; init; }

    /// <summary>Nobody asked for it: the daily upgrade did it.</summary>
    public bool Unattended => CommandLine is not null && CommandLine.IndexOf("unattended-upgrade", StringComparison.Ordinal) >= 0;

    /// <summary>The entries, oldest first; what can't be read is left out.</summary>
    public static IReadOnlyList<AptUpgrade> Read(string text)
    {
        var entries = new List<AptUpgrade>();
        DateTime? started = null;
        DateTime? ended = null;
        string? command = null, requested = null, error = null;
        var others = 0;
        var changes = new List<AptChange>();

        // Not TextLines, which cuts lines: an upgrade names all its packages on one.
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
            {
                continue;
            }

            var value = line.Substring(colon + 2);
            switch (line.Substring(0, colon))
            {
                case "Start-Date":
                    Close();
                    started = Time(value);
                    break;
                case "End-Date":
                    ended = Time(value);
                    break;
                case "Requested-By":
                    requested = value.Trim();
                    break;
                case "Error":
                    error = value.Trim();
                    break;
                case "Others":
                    _ = int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out others);
                    break;
                case "Commandline":
                    command = value;
                    break;
                case ("Install" or "Reinstall" or "Upgrade" or "Downgrade" or "Remove" or "Purge") and var action:
                    changes.AddRange(Package.Matches(value).Cast<Match>().Select(match => Change(action, match.Groups[1].Value, match.Groups[2].Value)));
                    break;
            }
        }

        Close();
        return entries;

        void Close()
        {
            if (started is { } start && (changes.Count > 0 || others > 0))
            {
                entries.Add(new AptUpgrade(start, command, [.. changes.Select(change => change.Package)])
                {
                    Ended = ended,
                    RequestedBy = requested,
                    Error = error,
                    Changes = [.. changes],
                    Others = others,
                });
            }

            (started, ended, command, requested, error, others) = (null, null, null, null, null, 0);
            changes.Clear();
        }
    }

    private static DateTime? Time(string text) =>
        DateTime.TryParseExact(text.Trim(), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // "(5:19.03.3, 5:19.03.4)" of an upgrade; "(1.0)" or "(1.0, automatic)" of an installation or a removal.
    private static AptChange Change(string action, string package, string inside)
    {
        var versions = inside.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0 && part != "automatic").ToList();
        return action switch
        {
            "Upgrade" or "Downgrade" => new AptChange(action, package, versions.FirstOrDefault(), versions.Skip(1).FirstOrDefault()),
            "Remove" or "Purge" => new AptChange(action, package, versions.FirstOrDefault(), null),
            _ => new AptChange(action, package, null, versions.FirstOrDefault()),
        };
    }
}
