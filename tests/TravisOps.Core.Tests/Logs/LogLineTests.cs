using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using CsCheck;
using TravisOps.Logs;
using Xunit;

namespace TravisOps.Core.Tests.Logs;

public sealed class LogLineTests
{
    [Theory]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=info msg=\"worker started\" pid=1 self=cli", "2018-04-18T12:14:22", LogLevel.Info, "worker started", "pid=1;self=cli")]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=info msg=starting pid=1 self=cli", "2018-04-18T12:14:22", LogLevel.Info, "starting", "pid=1;self=cli")]
    [InlineData("time=\"2018-04-18T14:14:22+02:00\" level=warning msg=x", "2018-04-18T12:14:22", LogLevel.Warning, "x", "")]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=panic msg=\"a \\\"b\\\"\\n\\tc \\\\ \\u00fc \\xff\" err=\"Exception (403) Reason: \\\"username or password not allowed\\\"\"", "2018-04-18T12:14:22", LogLevel.Panic, "a \"b\" \tc \\ ü \uFFFD", "err=Exception (403) Reason: \"username or password not allowed\"")]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=error msg=\"\" err=", "2018-04-18T12:14:22", LogLevel.Error, "", "err=")]
    [InlineData("2018-04-18T12:14:23+0000 worker-2 travis-worker[1234]: time=\"2018-04-18T12:14:22Z\" level=info msg=starting", "2018-04-18T12:14:22", LogLevel.Info, "starting", "")]
    [InlineData("2018-04-18T12:14:23+0000 worker-2 travis-worker[1234]: docker: Error response from daemon: no.", "2018-04-18T12:14:23", null, "docker: Error response from daemon: no.", "")]
    [InlineData("2018-04-18T14:14:23+0200 worker-2 systemd[1]: Started Travis Worker Service.", "2018-04-18T12:14:23", null, "Started Travis Worker Service.", "")]
    [InlineData("Oct 25 08:15:01 worker-1 travis-worker[1234]: time=\"2017-10-25T08:15:01Z\" level=info msg=starting", "2017-10-25T08:15:01", LogLevel.Info, "starting", "")]
    [InlineData("Oct 25 08:15:01 worker-1 travis-worker[1234]: hello", null, null, "hello", "")]
    [InlineData("I app[scheduler]: request received", null, LogLevel.Info, "request received", "app=scheduler")]
    [InlineData("E TID=70123456 something failed", null, LogLevel.Error, "something failed", "tid=70123456")]
    [InlineData("2017-10-25T08:15:01Z E app[api]: PID=12 TID=7 boom", "2017-10-25T08:15:01", LogLevel.Error, "boom", "app=api;pid=12;tid=7")]
    [InlineData("E message", null, LogLevel.Error, "message", "")]
    [InlineData("I am no log line", null, null, "I am no log line", "")]
    [InlineData("time=2017-10-25T08:15:01+00:00 level=error msg=\"it failed\" app=gatekeeper pid=3 tid=4", "2017-10-25T08:15:01", LogLevel.Error, "it failed", "app=gatekeeper;pid=3;tid=4")]
    [InlineData("2019-04-24T21:27:07.161835448Z INFO 2019-04-24T21:27:07+00:00 daemon/daemon.go:54 Starting Replicated version 2.34.1 (git=\"4122872\")", "2019-04-24T21:27:07.1618354", LogLevel.Info, "Starting Replicated version 2.34.1 (git=\"4122872\")", "source=daemon/daemon.go:54")]
    [InlineData("ERRO 2019-04-24T21:27:07+00:00 operator/client.go:54 read tcp", "2019-04-24T21:27:07", LogLevel.Error, "read tcp", "source=operator/client.go:54")]
    [InlineData("'/usr/local/bin/travis-worker' -> '/var/tmp/travis-run.d/travis-worker'", null, null, "'/usr/local/bin/travis-worker' -> '/var/tmp/travis-run.d/travis-worker'", "")]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=info msg=\"cut sho", "2018-04-18T12:14:22", LogLevel.Info, "time=\"2018-04-18T12:14:22Z\" level=info msg=\"cut sho", "")]
    [InlineData("time=\"2018-13-18T12:14:22Z\" level=odd msg=x", null, null, "time=\"2018-13-18T12:14:22Z\" level=odd msg=x", "")]
    [InlineData("", null, null, "", "")]
    [InlineData("\u001b[31mred\u001b[0m", null, null, " [31mred [0m", "")]
    public void A_line_is_taken_apart(string line, string? time, LogLevel? level, string message, string fields)
    {
        var entry = LogLine.Parse(line, "worker-1");

        Assert.Equal(time is null ? null : DateTime.Parse(time + "Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), entry.Time);
        Assert.Equal((level, message, "worker-1"), (entry.Level, entry.Message, entry.ComputerName));
        Assert.Equal(fields, string.Join(';', entry.Fields.Select(field => $"{field.Key}={field.Value}")));
        Assert.True(entry.Time is not { Kind: not DateTimeKind.Utc });
    }

    [Fact]
    public void What_logrus_writes_is_read_back() =>
        Gen.Select(Gen.String, Gen.String, Gen.Enum<LogLevel>(), Gen.DateTime.Utc).Sample((message, error, level, time) =>
        {
            // A lone surrogate is no text and never in UTF-8; control characters are made harmless on purpose.
            message = Clean(message);
            error = Clean(error);
            time = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
            var line = string.Create(CultureInfo.InvariantCulture, $"time=\"{time:yyyy-MM-ddTHH:mm:ss}Z\" level={level.ToString().ToLowerInvariant()} msg={Quote(message)} err={Quote(error)} pid=1");
            var entry = LogLine.Parse(line);
            return entry.Message == message && entry.Fields["err"] == error && entry.Fields["pid"] == "1" && entry.Level == level && entry.Time == time;
        });

    [Fact]
    public void No_text_at_all_makes_it_fail_or_lose_something() =>
        Gen.Select(Gen.OneOf("time=", "time=\"2018-04-18T12:14:22Z\"", " level=info", " msg=", "\"", "\\", "\\x", "\\u12", " ", "=", "2018-04-18T12:14:22", "Oct 25 08:15:01 ", "I app[", "]: ", "PID=", "ERRO "), Gen.String[0, 4])
            .Array[0, 8].Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)))
            .Sample(line => LogLine.Parse(line).Message is not null && LogLine.TimeOf(line) is not { Kind: not DateTimeKind.Utc });

    [Fact]
    public void Lines_are_cut_as_they_come_whatever_the_blocks()
    {
        var expected = new[] { "one", string.Empty, "two", new string('x', 200_000), "\0nul", "last" };
        var bytes = Encoding.UTF8.GetBytes($"one\n\ntwo\r\n{expected[3]}\n\0nul\nlast");

        Assert.Equal(expected, LogLines.Read(new MemoryStream(bytes), TestContext.Current.CancellationToken));
        Assert.Equal(["on", string.Empty, "tw", "xx", "\0n", "la"], LogLines.Read(new MemoryStream(bytes), TestContext.Current.CancellationToken, 2));
        Assert.Empty(LogLines.Read(new MemoryStream(), TestContext.Current.CancellationToken));
    }

    private static string Clean(string text) =>
        new([.. text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '.' : letter)]);

    /// <summary>As logrus does: bare when all letters are plain, Go's %q otherwise.</summary>
    private static string Quote(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._/@^+".Contains(letter, StringComparison.Ordinal))
            ? text
            : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
