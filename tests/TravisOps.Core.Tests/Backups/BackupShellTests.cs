using System;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using TravisOps.Core.Tests.Ssh;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>How the application is stopped and started, with programs in place of Docker that do what a lab's can't: hang for minutes.</summary>
public sealed class BackupShellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BackupShellTests()
    {
        // What is attached never returns by itself; time passes quickly, and what takes longer than its limit is ended.
        Program("timeout", """
            shift 2; limit=$1; shift
            echo "$limit $*" >>"$D/asked"
            case "$*" in *--attach) exit 124 ;; esac
            exec "$@"
            """);
        Program("sleep", "exit 0");
        Program("date", "t=$(($(cat \"$D/time\") + 10)); echo $t >\"$D/time\"; echo $t");
        Program("curl", "exit 7");
        Program("wget", "exit 4");
        Program("docker", """
            case "$*" in
            *--attach) while :; do /bin/sleep 1; done ;;
            *'app stop') echo stopped >"$D/state" ;;
            *'app start') [ -e "$D/broken" ] || echo started >"$D/state" ;;
            *'app status') printf '[{"State": "%s", "IsTransitioning": false}]\n' "$(cat "$D/state")" ;;
            ps*) echo 'abc quay.io-travisci-te-main:4be2c83 focused_yalow' ;;
            *uptime*) cat "$D/uptime" ;;
            esac
            """);
        Write("time", "1000");
        Write("state", "started");
        Write("uptime", "OK");
        Assert.False(File.Exists("/usr/local/bin/replicatedctl"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_attached_call_that_does_not_return_is_ended_and_made_again_without()
    {
        Assert.Equal((0, string.Empty), Run(BackupShell.Stop));
        Assert.Equal("stopped\n", File.ReadAllText(_folder.File("state")));
        Assert.Equal((0, string.Empty), Run(BackupShell.StartAndWait));
        Assert.Equal("started\n", File.ReadAllText(_folder.File("state")));
        string[] asked = [.. File.ReadAllLines(_folder.File("asked")).Where(line => line.Contains(" app st", StringComparison.Ordinal) && !line.Contains("status", StringComparison.Ordinal))];
        Assert.Equal(
            ["300 docker exec replicated replicatedctl app stop --attach", "60 docker exec replicated replicatedctl app stop", "300 docker exec replicated replicatedctl app start --attach", "60 docker exec replicated replicatedctl app start"],
            asked);
    }

    [Fact]
    public void An_application_that_does_not_start_is_tried_three_times_and_told()
    {
        Write("state", "stopped");
        Write("broken", string.Empty);
        Assert.Equal((BackupShell.NotStarted, "the application did not start: stopped false\n"), Run(BackupShell.StartAndWait));
        Assert.Equal(3, File.ReadAllLines(_folder.File("asked")).Count(line => line.EndsWith("app start", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_application_that_starts_and_does_not_serve_is_told()
    {
        Write("uptime", "Error: no database");
        Assert.Equal((BackupShell.NotHealthy, "te-main does not say OK at /api/uptime: Error: no database\n"), Run(BackupShell.StartAndWait));
    }

    private (int Status, string Output) Run(string text)
    {
        string output = SshdFixture.Execute("sh", "-c", "D=$1 PATH=$1:$PATH; export D PATH; o=$(sh -c \"$2\" 2>&1); s=$?; printf '%s\\n' \"$s\"; [ -z \"$o\" ] || printf '%s\\n' \"$o\"", "sh", _folder.Path, text);
        int line = output.IndexOf('\n', StringComparison.Ordinal);
        return (int.Parse(output[..line], System.Globalization.CultureInfo.InvariantCulture), output[(line + 1)..]);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text + "\n");

    private void Program(string name, string text)
    {
        Write(name, "#!/bin/sh\n" + text);
        File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
