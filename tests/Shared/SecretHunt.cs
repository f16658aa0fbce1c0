using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Lab;
using Xunit;

namespace TravisOps.Tests;

/// <summary>
/// Looks for a secret everywhere a command may have left it: what it said, every file of every lab host and of this machine's own places that
/// changed since the hunt began, arguments and environments of all processes there, and the lab's logs.
/// </summary>
internal sealed class SecretHunt
{
    private readonly LabInstallation _lab;
    private readonly string[] _traces;
    private readonly SearchValues<string> _all;
    private readonly DateTime _began = DateTime.UtcNow.AddSeconds(-1);

    private SecretHunt(LabInstallation lab, string secret)
    {
        // Halves, so that a part of it counts too; and as others may have spelt it.
        var bytes = Encoding.UTF8.GetBytes(secret);
        _lab = lab;
        _traces =
        [
            secret[..(secret.Length / 2)],
            secret[(secret.Length / 2)..],
            Convert.ToBase64String(bytes)[..24],
            Convert.ToHexString(bytes)[..32],
            Convert.ToHexStringLower(bytes)[..32],
        ];
        _all = SearchValues.Create(_traces, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Marks the moment: what changes on a host from now on is looked at.</summary>
    public static async Task<SecretHunt> BeginAsync(LabInstallation lab, string secret)
    {
        foreach (var host in lab.Hosts)
        {
            var result = await host.ExecAsync("touch /run/secret-hunt-began", TestContext.Current.CancellationToken);
            Assert.Equal(0, result.ExitCode);
        }

        return new SecretHunt(lab, secret);
    }

    /// <summary>The secret is nowhere.</summary>
    /// <param name="said">Everything that commands wrote to any stream.</param>
    /// <param name="allowed">Files here that may have it, by their full path.</param>
    public async Task AssertNowhereAsync(string said, params string[] allowed)
    {
        Assert.All(_traces, trace => Assert.False(said.Contains(trace, StringComparison.OrdinalIgnoreCase), "A stream has the secret: " + Around(said, trace)));
        foreach (var host in _lab.Hosts)
        {
            // The secret is in no argument of ours either. What is mounted apart in a host has to be named: -xdev keeps the machine's own disks out.
            var found = await host.ExecAsync(
                $$"""
                umask 077
                cat >/dev/shm/secret-hunt <<'TRACES'
                {{string.Join('\n', _traces)}}
                TRACES
                find /etc /var /tmp /run /home /root /opt /srv /usr/local /dev/shm /mnt /var/lib/docker -xdev -type f -cnewer /run/secret-hunt-began ! -path /dev/shm/secret-hunt -print0 2>/dev/null |
                    xargs -0r grep -alFi -f /dev/shm/secret-hunt -- 2>/dev/null
                for process in /proc/[0-9]*; do
                    if cat "$process/cmdline" "$process/environ" 2>/dev/null | grep -aqFi -f /dev/shm/secret-hunt; then echo "$process $(cat "$process/comm")"; fi
                done
                rm /dev/shm/secret-hunt
                """,
                TestContext.Current.CancellationToken);
            Assert.True(found.Stdout.Length == 0, $"{host.Name} has the secret in: {found.Stdout}");
        }

        Assert.DoesNotContain(
            Changed([_lab.Log, Path.GetTempPath(), "/var/tmp", "/dev/shm", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)]).Except(allowed),
            Has);
    }

    private static string Around(string text, string trace)
    {
        var at = text.IndexOf(trace, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? string.Empty : text[Math.Max(0, at - 60)..at].Replace('\n', ' ');
    }

    private IEnumerable<string> Changed(IEnumerable<string> folders) => folders
        .Where(Directory.Exists)
        .SelectMany(folder => new FileWalk(folder))
        .Where(file => File.GetLastWriteTimeUtc(file) >= _began && !file.StartsWith(_lab.StateDirectory, StringComparison.Ordinal));

    private bool Has(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Length is 0 or > 64 * 1024 * 1024)
            {
                return false;
            }

            return Encoding.Latin1.GetString(File.ReadAllBytes(file)).AsSpan().ContainsAny(_all);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another test's, and gone by now.
            return false;
        }
    }

    /// <summary>Files to a depth of four. A folder of others that can't be read, such as a mount whose server is gone, is passed over.</summary>
    private sealed class FileWalk(string folder) : IEnumerable<string>
    {
        private static readonly EnumerationOptions s_options = new()
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
        };

        public IEnumerator<string> GetEnumerator() => new Walker(folder);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private sealed class Walker(string folder) : FileSystemEnumerator<string>(folder, s_options)
        {
            protected override bool ShouldIncludeEntry(ref FileSystemEntry entry) => !entry.IsDirectory;

            protected override string TransformEntry(ref FileSystemEntry entry) => entry.ToFullPath();

            protected override bool ContinueOnError(int error) => true;
        }
    }
}
