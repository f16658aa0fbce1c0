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
    private static readonly Regex Package = new(@"(?:^|\), )([a-z0-9][a-z0-9.+-]*)(?::[a-z0-9]+)? \(", RegexOptions.CultureInvariant);

    /// <summary>Nobody asked for it: the daily upgrade did it.</summary>
    public bool Unattended => CommandLine is not null && CommandLine.IndexOf("unattended-upgrade", StringComparison.Ordinal) >= 0;

    /// <summary>The entries, oldest first; what can't be read is left out.</summary>
    public static IReadOnlyList<AptUpgrade> Read(string text)
    {
        var entries = new List<AptUpgrade>();
        DateTime? started = null;
        string? command = null;
        var packages = new List<string>();

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
                    started = DateTime.TryParseExact(value.Trim(), "yyyy-MM-dd  HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
                    break;
                case "Commandline":
                    command = value;
                    break;
                case "Install" or "Reinstall" or "Upgrade" or "Downgrade" or "Remove" or "Purge":
                    packages.AddRange(Package.Matches(value).Cast<Match>().Select(match => match.Groups[1].Value));
                    break;
            }
        }

        Close();
        return entries;

        void Close()
        {
            if (started is { } start && packages.Count > 0)
            {
                entries.Add(new AptUpgrade(start, command, [.. packages]));
            }

            (started, command) = (null, null);
            packages.Clear();
        }
    }
}
