using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace TravisOps.Tests;

/// <summary>
/// A real journal where no systemd runs: entries in journald's export format, from which systemd-journal-remote makes a journal file, which the real
/// journalctl reads and follows.
/// </summary>
internal static class Journal
{
    /// <summary>The program that makes the files; of the package systemd-journal-remote.</summary>
    public const string Maker = "/lib/systemd/systemd-journal-remote";

    public static bool CanBeMade => File.Exists(Maker) && File.Exists("/usr/bin/journalctl");

    /// <summary>Entries as a unit of systemd makes them, and each a second time as Docker's logging driver does under docker.service.</summary>
    public static string Worker(IEnumerable<(DateTime Time, string Message)> entries) => string.Concat(entries.Select(entry =>
        Entry(entry.Time, entry.Message, "travis-worker.service", "travis-worker") + Entry(entry.Time, entry.Message, "docker.service", "0123456789ab", "CONTAINER_NAME=travis-worker\n")));

    public static string Entry(DateTime time, string message, string unit, string identifier, string more = "")
    {
        // journalctl follows only what is of the boot that the machine is in.
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", string.Empty, StringComparison.Ordinal);
        var microseconds = (time - DateTime.UnixEpoch).Ticks / 10;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"__REALTIME_TIMESTAMP={microseconds}\n__MONOTONIC_TIMESTAMP={microseconds - 1_500_000_000_000_000}\n_BOOT_ID={boot}\n_HOSTNAME=worker-2\n"
            + $"_MACHINE_ID=0123456789abcdef0123456789abcdef\n_SYSTEMD_UNIT={unit}\nSYSLOG_IDENTIFIER={identifier}\n_PID=1234\nPRIORITY=6\n_TRANSPORT=stdout\n{more}MESSAGE={message}\n\n");
    }

    /// <summary>A script for a lab host that adds entries to its journal; brings the real journalctl along, for a host that has a stand-in.</summary>
    public static string Add(string export) => $"""
        set -e
        if [ ! -e /usr/local/bin/journalctl ]; then
        base64 -d >/usr/local/bin/journalctl <<'END-OF-PROGRAM'
        {Convert.ToBase64String(File.ReadAllBytes("/usr/bin/journalctl"), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}
        END-OF-PROGRAM
        chmod 755 /usr/local/bin/journalctl
        fi
        mkdir -p /var/log/journal/0123456789abcdef0123456789abcdef
        echo 0123456789abcdef0123456789abcdef >/etc/machine-id
        base64 -d <<'END-OF-ENTRIES' | {Maker} -o /var/log/journal/0123456789abcdef0123456789abcdef/system.journal - 2>&1
        {Convert.ToBase64String(Encoding.UTF8.GetBytes(export), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}
        END-OF-ENTRIES
        """;
}
