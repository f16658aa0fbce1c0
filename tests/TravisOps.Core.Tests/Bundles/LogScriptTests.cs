using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Bundles;
using TravisOps.Checks.Docker;
using TravisOps.Core.Tests.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>The shell text that sends logs, in a real sh, and its reader.</summary>
public sealed class LogScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logs_come_newest_first_and_whole_whatever_is_in_them()
    {
        Write("a.log", ">>> FILE 5 5 /etc/passwd\nnot a header\n", 2);
        Write("a.log.1", "older\n", 1);
        Write("a.log.2", string.Empty, 0);

        var frames = Run(new LogLimits(null, 1000, 1000), "files '@/a.log*'\nexit 0\n");

        Assert.Equal(["a.log", "a.log.1", "a.log.2"], frames.Select(frame => frame.Name));
        Assert.Equal([">>> FILE 5 5 /etc/passwd\nnot a header\n", "older\n", ""], frames.Select(frame => frame.Text));
    }

    [Fact]
    public void The_newest_end_is_kept_and_what_is_over_the_limit_is_named()
    {
        Write("a.log", "0123456789", 2);
        Write("a.log.1.gz", "packed-can-not-be-cut", 1);
        Write("a.log.2", "0123456789", 0);

        var frames = Run(new LogLimits(null, 4, 6), "files '@/a.log*'\nexit 0\n");

        Assert.Equal([("a.log", "6789", 6L), ("a.log.1.gz", null, 0L), ("a.log.2", "89", 8L)], frames.Select(frame => (frame.Name, frame.Text, frame.Cut)));
        Assert.Equal(new LogRemark(ContractState.Cut, "its 21 bytes are over the limit"), frames[1].Remark);
    }

    [Fact]
    public void Files_that_were_last_written_before_since_are_left_out()
    {
        Write("a.log", "new", 2);
        Write("a.log.1", "old", 0);

        var frames = Run(new LogLimits(new DateTime(2020, 1, 2, 0, 30, 0, DateTimeKind.Utc), 1000, 1000), "files '@/a.log*'\nexit 0\n");

        Assert.Equal(["new", null], frames.Select(frame => frame.Text));
        Assert.Equal(new LogRemark(ContractState.Received, "older than -Since"), frames[1].Remark);
    }

    [Theory]
    [InlineData(11, "\nlast\n")]
    [InlineData(25, "a first\nsecond line\nlast\n")]
    [InlineData(1000, "a first\nsecond line\nlast\n")]
    public void The_rest_is_the_end_of_what_a_command_prints_with_what_was_cut_away(int limit, string end)
    {
        const string Printed = "a first\nsecond line\nlast\n";
        var expected = Printed.Substring(Math.Max(0, Printed.Length - limit));
        Assert.EndsWith(end, expected, StringComparison.Ordinal);

        var frames = Run(new LogLimits(null, limit, 1000), "rest journal printf '%s\\n' 'a first' 'second line' last\nrest other echo '>>> END 0 '\nexit 0\n");

        Assert.Equal([("journal", expected, Math.Max(0, Printed.Length - limit)), ("other", ">>> END 0 \n", 0)], frames.Select(frame => (frame.Name, frame.Text, frame.Cut)));
    }

    [Fact]
    public void A_command_that_fails_is_told_of_with_its_exit_code_and_what_it_said()
    {
        var frames = Run(new LogLimits(null, 1000, 1000), "broken() { echo part; printf 'no journal\\nfor you\\n' >&2; return 3; }\nrest journal broken\nrest next echo more\nexit 0\n");

        Assert.Equal(["part\n", null, "more\n"], frames.Select(frame => frame.Text));
        Assert.Equal(new LogRemark(ContractState.Partial, "the command that prints it ended with exit code 3: no journal for you"), frames[1].Remark);
    }

    [Theory]
    [InlineData("worker-log", "travis-worker", "travis-worker.journal.log")]
    [InlineData("replicated-log", "replicated", "replicated.journal.log")]
    public void A_host_that_was_upgraded_in_place_sends_its_journal_and_upstarts_files(string source, string unit, string journal)
    {
        Write(unit + ".log", "of upstart\n", 0);
        var limits = new LogLimits(null, 2000, 2000);
        var installation = new TravisInstallation("lab", new TravisHost { ComputerName = "p", Role = TravisRole.Platform }, []);
        var text = Assert.Single(BundleSources.All.Single(one => one.Name == source).Logs(new BundleHost(installation, installation.Platform, limits))).Script;
        string Script(string journalctl) => $"journalctl() {{ {journalctl}; }}\ndocker() {{ [ \"$1\" = inspect ] || echo of docker; }}\n" + text.Replace("/var/log/upstart", _folder.Path, StringComparison.Ordinal);

        Assert.Equal([(journal, "of systemd\n"), (unit + ".log", "of upstart\n")], Frames(Script("echo of systemd")).Select(frame => (frame.Name, frame.Text!)));
        Assert.Equal([unit + ".log"], Frames(Script("true")).Select(frame => frame.Name));
        File.Delete(Path.Combine(_folder.Path, unit + ".log"));
        Assert.Equal([journal], Frames(Script("echo of systemd")).Select(frame => frame.Name));
        Assert.Equal([unit + ".docker.log"], Frames(Script("true")).Select(frame => frame.Name));
    }

    [Fact]
    public void The_last_of_apts_history_begins_with_a_whole_line()
    {
        var path = _folder.Write("history.log", "Commandline: " + new string('x', 100) + "\n" + new string('y', 65_500) + "\nend\n");
        string Tail() => Shell(DockerItems.AptHistory.Source.Replace("/var/log/apt/history.log", path, StringComparison.Ordinal));

        Assert.Equal(new string('y', 65_500) + "\nend\n", Tail());
        File.WriteAllText(path, "all of it\nend\n");
        Assert.Equal("all of it\nend\n", Tail());
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData(">>> FILE 10 10 x\nshort")]
    [InlineData(">>> FILE 10 5 x\n")]
    [InlineData(">>> FILE x y z")]
    [InlineData(">>> SKIP maybe 0 x\n")]
    [InlineData(">>> REST 10 x\nmany\n")]
    [InlineData(">>> REST 10 x\n3\nabc")]
    [InlineData(">>> REST 10 x\n3\nabc>>> FILE 0 0 x\n")]
    public void Another_answer_is_refused(string answer) =>
        Assert.Throws<InvalidDataException>(() => LogFrames.Read(new MemoryStream(Encoding.UTF8.GetBytes(answer))).ToList());

    [Fact]
    public void A_cut_log_says_so_and_begins_with_a_whole_line()
    {
        using var reader = new StreamReader(new CutStream(new MemoryStream("f a line\nwhole\n"u8.ToArray()), 12));

        Assert.Equal("[TravisOps: the first 12 bytes of this log were left out, the newest end is here]\nwhole\n", reader.ReadToEnd());
    }

    private void Write(string name, string text, int hour)
    {
        var path = _folder.Write(name, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 2, hour, 0, 0, DateTimeKind.Utc));
    }

    private static string Shell(string text)
    {
        using var process = Start(text);
        return process.StandardOutput.ReadToEnd();
    }

    private static Process Start(string text)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no POSIX sh.");
        }

        return Process.Start(new ProcessStartInfo("sh", ["-c", text]) { RedirectStandardOutput = true })!;
    }

    private List<(string Name, string? Text, long Cut, LogRemark? Remark)> Run(LogLimits limits, string text) => Frames(LogScript.Build(limits, text.Replace("@", _folder.Path)));

    private static List<(string Name, string? Text, long Cut, LogRemark? Remark)> Frames(string text)
    {
        using var process = Start(text);
        var frames = new List<(string, string?, long, LogRemark?)>();
        foreach (var frame in LogFrames.Read(process.StandardOutput.BaseStream))
        {
            frames.Add((Path.GetFileName(frame.Name), frame.Content is null ? null : new StreamReader(frame.Content).ReadToEnd(), frame.Cut, frame.Remark));
        }

        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return frames;
    }
}
