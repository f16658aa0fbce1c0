using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using TravisOps.Lab;

namespace TravisOps.Benchmarks;

/// <summary>What Backup-TravisData is compared with: tar through OpenSSH's client into a file.</summary>
internal static class BackupPeer
{
    /// <summary>The cipher of both.</summary>
    public const string Cipher = "aes128-gcm@openssh.com";

    /// <summary>As people do it: what arrives goes into a file.</summary>
    private const string Plain = "ssh_to_platform \"$TAR\" | cat >\"$FILE\"";

    /// <summary>
    /// The same work as ours, with the programs that do each part of it: the host hashes what it sends, the stream is hashed here and every file in it too, the archive is put
    /// on the disk, forgotten by the system, read back from there and hashed once more.
    /// </summary>
    private const string Dutiful = """
        ssh_to_platform "{ { ( $TAR ) | tee /dev/fd/8 >&3; } 8>&1 | openssl dgst -sha256 >&2; } 3>&1" 2>"$FILE.host" |
            tee "$FILE" >(openssl dgst -sha256 >"$FILE.stream") | $UNPACK | tar -xf - --to-command='openssl dgst -sha256' >"$FILE.entries"
        sync "$FILE"
        dd of="$FILE" oflag=nocache conv=notrunc,fdatasync count=0 2>/dev/null
        openssl dgst -sha256 <"$FILE" >"$FILE.disk"
        hashes=$(cat "$FILE.host" "$FILE.stream" "$FILE.disk" | sed 's/.*= //' | sort | uniq -c)
        case $hashes in \ *3\ *) ;; *) echo "hashes differ: $hashes" >&2; exit 3 ;; esac
        """;

    /// <summary>Runs it and gives its wall time and the CPU time of everything that it ran here.</summary>
    public static (double Seconds, double Cpu) Run(LabInstallation lab, string address, int port, BackupCompression compression, string file, bool dutiful)
    {
        var script = $$"""
            TIMEFORMAT='%R %U %S'
            ssh_to_platform() { ssh -F none -i "$KEY" -o UserKnownHostsFile="$HOSTS" -o BatchMode=yes -o LogLevel=ERROR -c {{Cipher}} -p "$PORT" "root@$ADDRESS" "$1" </dev/null; }
            time { {{(dutiful ? Dutiful : Plain)}}
            }
            """;
        var start = new ProcessStartInfo("bash", ["-c", script.Replace("\r", string.Empty, StringComparison.Ordinal)])
        {
            RedirectStandardError = true,
            Environment =
            {
                ["LC_ALL"] = "C",
                ["KEY"] = lab.KeyFilePath,
                ["HOSTS"] = lab.KnownHostsPath,
                ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["ADDRESS"] = address,
                ["FILE"] = file,
                ["TAR"] = "cd / && nice -n 19 tar --format=gnu -cf - var/travis etc/travis" + (compression == BackupCompression.Zstd ? " | nice -n 19 zstd -q -c -3 -T0" : string.Empty),
                ["UNPACK"] = compression == BackupCompression.Zstd ? "zstd -dc" : "cat",
            },
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        double[]? times = said.Trim().Split('\n')[^1].Split(' ') is { Length: 3 } words ? [.. words.Select(word => double.Parse(word, CultureInfo.InvariantCulture))] : null;
        return process.ExitCode == 0 && times is not null && new FileInfo(file).Length > 0 ? (times[0], times[1] + times[2]) : throw new InvalidOperationException("ssh failed: " + said);
    }
}
