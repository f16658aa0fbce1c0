using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.EncryptionKeys;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.EncryptionKeys;

/// <summary>What the script for the key does on a real platform, as the kernel sees it.</summary>
public sealed class LiveKeyLabTests(HealthyLab healthy)
{
    [Fact]
    public async Task The_key_is_in_no_argument_and_no_environment_and_no_file_is_written()
    {
        var lab = await healthy.GetAsync();
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "This machine has no strace.");
        var key = (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "encryption-key"), TestContext.Current.CancellationToken)).Trim();
        var traced = await lab.Platform.ExecAsync(
            $"""
            cat >/run/key-script <<'SCRIPT'
            {LiveKeyScript.Text}
            SCRIPT
            strace -f -v -s 65536 -e trace=execve,open,openat,creat -o /run/key-trace sh /run/key-script </dev/null
            echo '>>> trace'
            cat /run/key-trace
            rm /run/key-script /run/key-trace
            """,
            TestContext.Current.CancellationToken);
        var parts = traced.Stdout.Split(">>> trace\n");

        var (source, _, yaml) = Assert.Single(LiveKeyScript.Parse(Encoding.UTF8.GetBytes(parts[0])));
        Assert.Equal(LiveKeySource.Container, source);
        Assert.Contains(key, Encoding.UTF8.GetString(yaml), StringComparison.Ordinal);
        Assert.Contains("execve(", parts[1], StringComparison.Ordinal);
        Assert.DoesNotContain(key, parts[1], StringComparison.Ordinal);
        string[] writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "creat("];
        Assert.All(
            parts[1].Split('\n').Where(line => writing.Any(word => line.Contains(word, StringComparison.Ordinal))),
            line => Assert.Matches("\"/dev/(null|tty)\"", line));
    }
}
