using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Core.Tests.Checks;
using TravisOps.Tests;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>What a host tells of its worker's starts: the script that it runs, on logs as upstart and the wrapper write them, and on a real journal.</summary>
public sealed class ServiceScriptTests : IDisposable
{
    private const string Copy = "'/usr/local/bin/travis-worker' -> '/var/tmp/travis-run.d/travis-worker'\n";
    private const string Refused = "\" level=error msg=\"couldn't connect to AMQP\" err=\"Exception (403) Reason: \\\"username or password not allowed\\\"\" pid=1 self=cli\n";
    private const string StartOfUnit = "MESSAGE_ID=39f53479d3a045ac8e11786248231fbf\nUNIT=travis-worker.service\n";

    // A process that is there, and began before what the logs here tell of.
    private static readonly string Running = $"travis-worker start/running, process {Environment.ProcessId}";

    // Of this test, not of the class: a run may reach it long after it loaded the class.
    private readonly DateTime _now = DateTime.UtcNow;
    private readonly string _root = Directory.CreateTempSubdirectory("travisops-").FullName;

    public ServiceScriptTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script runs on Linux hosts only.");
        foreach (var folder in (string[])["bin", "init", "log"])
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }
    }

    public static TheoryData<string> Shells => ["dash", "bash", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_worker_that_ends_before_it_is_connected_is_a_loop_in_upstarts_log(string shell)
    {
        Upstart("travis-worker start/post-stop, process 9405");
        Log("travis-worker.log.1.gz", Copy + At(2000) + "\" level=info msg=\"worker started\" pid=1 self=cli\n");
        Log("travis-worker.log", string.Concat(Enumerable.Range(0, 40).Reverse().Select(one => Copy + At(one / 2.0) + Refused)) + Copy);

        Is(CheckStatus.Fail, Result(shell, "Worker.Restarts"), "times in the last 10 minutes");
        Is(CheckStatus.Fail, Result(shell, "Worker.Service"), "between two starts");
    }

    [Theory]
    [InlineData("cp: cannot stat '/usr/local/bin/travis-worker': No such file or directory\n", 4)]
    [InlineData("mkdir: cannot create directory '/var/tmp/travis-run.d': No space left on device\n", 4)]
    [InlineData(Copy + "cp: cannot create regular file '/var/tmp/travis-run.d/travis-worker': No space left on device\n", 4)]
    [InlineData(Copy + "cp: cannot create regular file '/var/tmp/travis-run.d/travis-worker': No space left on device\n", 2)]
    public void A_start_that_does_not_come_to_the_worker_counts_once(string lines, int times)
    {
        Upstart("travis-worker start/post-stop, process 9405");
        Log("travis-worker.log", At(30) + "\" level=info msg=\"worker started\" pid=1 self=cli\n" + string.Concat(Enumerable.Repeat(lines, times)));

        Is(times < 3 ? CheckStatus.Pass : CheckStatus.Fail, Result("dash", "Worker.Restarts"), times < 3 ? "2 times" : "times in the last 10 minutes");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_worker_in_order_was_started_once_and_its_log_says_how_far_back_that_is(string shell)
    {
        Upstart(Running);
        Log("travis-worker.log", Copy.Replace('\'', '"') + At(0) + "\" level=info msg=starting pid=1 self=cli\n" + At(0) + "\" level=info msg=\"worker started\" pid=1 self=cli\n");

        Is(CheckStatus.Pass, Result(shell, "Worker.Restarts"), "once since its log begins");

        // What was rotated away can't be told.
        Log("travis-worker.log.1", At(300) + "\" level=info msg=\"finished job\" pid=1\n");
        Log("travis-worker.log.2.gz", "older\n", _now.AddMinutes(-500));
        Is(CheckStatus.Unknown, Result(shell, "Worker.Restarts"), _now.AddMinutes(-500).ToString("'since 'yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Log("travis-worker.log.2.gz", "older\n", _now.AddMinutes(-2000));
        Is(CheckStatus.Pass, Result(shell, "Worker.Restarts"), "once in the last 24 hours");
    }

    [Fact]
    public void A_log_that_is_too_large_is_read_back_as_far_as_is_told()
    {
        Upstart(Running);
        var line = At(100) + "\" level=info msg=\"" + new string('x', 1000) + "\"\n";
        Log("travis-worker.log", At(9000) + Refused + string.Concat(Enumerable.Repeat(line, 65_000)) + Copy + At(0) + "\" level=info msg=\"worker started\"\n");

        Is(CheckStatus.Unknown, Result("dash", "Worker.Restarts"), _now.AddMinutes(-100).ToString("'once since 'yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_journals_own_lines_of_starts_are_counted(string shell)
    {
        Systemd("active", "running");
        var entries = Journal.Entry(_now.AddDays(-3), "Linux version 4.4.0", "init.scope", "kernel")
            + string.Concat(Enumerable.Range(0, 12).Reverse().Select(one => Journal.Entry(_now.AddMinutes(-one), "Started Travis Worker.", "init.scope", "systemd", StartOfUnit)
                + Journal.Entry(_now.AddMinutes(-one), At(one) + Refused.TrimEnd(), "travis-worker.service", "travis-worker")));
        MakeJournal(entries);

        Is(CheckStatus.Fail, Result(shell, "Worker.Restarts"), "times in the last 10 minutes");
    }

    [Fact]
    public void A_journal_that_begins_with_the_last_start_tells_nothing_of_those_before()
    {
        Systemd("active", "running");
        MakeJournal(Journal.Entry(_now, "Started Travis Worker.", "init.scope", "systemd", StartOfUnit) + Journal.Entry(_now, At(0) + "\" level=info msg=\"worker started\"", "travis-worker.service", "travis-worker"));

        Is(CheckStatus.Unknown, Result("dash", "Worker.Restarts"), "read back to then");
    }

    [Fact]
    public void A_log_in_that_may_not_read_the_journal_does_not_take_it_for_empty()
    {
        // systemd's count tells something only of a young process, and the tests' own may be old.
        using var young = Process.Start("sleep", "1000");
        Systemd("active", "running", young.Id);
        Program("journalctl", "echo 'Hint: You are currently not seeing messages from other users and the system.' >&2; exit 1");

        var result = Result("dash", "Worker.Restarts");
        young.Kill();

        Is(CheckStatus.Warn, result, "may not read the log of travis-worker (Hint: You are currently not seeing messages");
    }

    [Fact]
    public void Lists_of_apt_are_as_old_as_the_last_update_that_worked_whatever_else_was_fetched()
    {
        var stamp = Path.Combine(_root, "apt", "periodic", "update-success-stamp");
        Directory.CreateDirectory(Path.Combine(_root, "apt", "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(_root, "apt", "periodic"));
        File.WriteAllText(stamp, string.Empty);
        File.SetLastWriteTimeUtc(stamp, _now.AddDays(-40));
        Program("travis-worker", "echo travis-worker v=v3.2.2");
        Program("apt-cache", "true");
        Program("apt-mark", "true");
        TimeSpan? Age()
        {
            var script = WorkerItems.Version.Source.Replace("/var/lib/apt", Path.Combine(_root, "apt"), StringComparison.Ordinal).Replace("/usr/local/bin/", Path.Combine(_root, "bin") + "/", StringComparison.Ordinal);
            var (output, _, _) = Sh.Run("dash", script, Path.Combine(_root, "bin") + ":/usr/bin:/bin");
            return VersionFacts.Read(Sample.Worker.With(WorkerItems.Version, output).Evidence().Find(WorkerItems.Version.Name)!).ListsAge;
        }

        Assert.Equal(40, (int)Age()!.Value.TotalDays);

        File.Delete(stamp);
        File.WriteAllText(Path.Combine(_root, "apt", "lists", "archive.example.com_Packages"), "Package: coreutils\n");
        Assert.Null(Age());

        // Its own time is the server's.
        var list = Path.Combine(_root, "apt", "lists", "packages.example.com_Packages");
        File.WriteAllText(list, "Package: travis-worker\nVersion: 3.2.2-1\n");
        File.SetLastWriteTimeUtc(list, _now.AddDays(-900));
        Assert.Equal(0, (int)Age()!.Value.TotalDays);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(double minutesAgo) => "time=\"" + _now.AddMinutes(-minutesAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Is(CheckStatus status, CheckResult result, string said)
    {
        Assert.True(status == result.Status, $"{result.Id} is {result.Status}: {result.Message}");
        Assert.Contains(said, result.Message, StringComparison.Ordinal);
    }

    private void Upstart(string status)
    {
        File.WriteAllText(Path.Combine(_root, "init", "travis-worker.conf"), string.Empty);
        Program("initctl", $"echo \"{status}\"");
    }

    private void Systemd(string active, string sub, int? process = null) =>
        Program("systemctl", $"printf '%s\\n' LoadState=loaded ActiveState={active} SubState={sub} Result=success MainPID={process ?? Environment.ProcessId} NRestarts=412");

    private void Log(string name, string text, DateTime? written = null)
    {
        var path = Path.Combine(_root, "log", name);
        using (Stream file = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.Create(path), CompressionMode.Compress) : File.Create(path))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        File.SetLastWriteTimeUtc(path, written ?? _now);
    }

    private void MakeJournal(string entries)
    {
        Assert.SkipUnless(Journal.CanBeMade, "systemd-journal-remote is not installed: there is no journal to read.");
        using var process = Process.Start(new ProcessStartInfo(Journal.Maker, ["-o", Path.Combine(_root, "system.journal"), "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        process.StandardInput.Write(entries);
        process.StandardInput.Close();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        Program("journalctl", $"exec /usr/bin/journalctl --directory={_root} \"$@\"");
    }

    private void Program(string name, string text)
    {
        var path = Path.Combine(_root, "bin", name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private CheckResult Result(string shell, string id)
    {
        var script = WorkerItems.Service.Source.Replace("/var/log/upstart", Path.Combine(_root, "log"), StringComparison.Ordinal).Replace("/etc/init/", Path.Combine(_root, "init") + "/", StringComparison.Ordinal);
        var (output, errors, exit) = Sh.Run(shell, script, Path.Combine(_root, "bin") + ":/usr/bin:/bin");
        Assert.True(exit == 0, output + errors);

        // This machine may have been started just now, before which nothing was.
        output = Regex.Replace(output, "^up [0-9]+$", "up 900000", RegexOptions.Multiline);
        return WorkerEvaluator.Evaluate(Sample.Worker.With(WorkerItems.Service, output).Evidence()).Single(result => result.Id == id);
    }
}
