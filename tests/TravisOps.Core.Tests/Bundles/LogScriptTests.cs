using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Bundles;
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
        Assert.Contains("over the limit", frames[1].Reason);
    }

    [Fact]
    public void Files_that_were_last_written_before_since_are_left_out()
    {
        Write("a.log", "new", 2);
        Write("a.log.1", "old", 0);

        var frames = Run(new LogLimits(new DateTime(2020, 1, 2, 0, 30, 0, DateTimeKind.Utc), 1000, 1000), "files '@/a.log*'\nexit 0\n");

        Assert.Equal(["new", null], frames.Select(frame => frame.Text));
        Assert.Contains("-Since", frames[1].Reason);
    }

    [Fact]
    public void The_rest_is_the_end_of_what_a_command_prints()
    {
        var frames = Run(new LogLimits(null, 4, 1000), "rest journal printf '%s' 0123456789\nexit 0\n");

        Assert.Equal("6789", frames[0].Text);
        Assert.Equal(-1, frames[1].Cut);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData(">>> FILE 10 10 x\nshort")]
    [InlineData(">>> FILE 10 5 x\n")]
    [InlineData(">>> FILE x y z")]
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

    private List<(string Name, string? Text, long Cut, string? Reason)> Run(LogLimits limits, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no POSIX sh.");
        }

        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", LogScript.Build(limits, text.Replace("@", _folder.Path))]) { RedirectStandardOutput = true })!;
        var frames = new List<(string, string?, long, string?)>();
        foreach (var frame in LogFrames.Read(process.StandardOutput.BaseStream))
        {
            frames.Add((Path.GetFileName(frame.Name), frame.Content is null ? null : new StreamReader(frame.Content).ReadToEnd(), frame.Cut, frame.Reason));
        }

        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return frames;
    }
}
