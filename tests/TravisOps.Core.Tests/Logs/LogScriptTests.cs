using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Installations;
using TravisOps.KnownIssues;
using TravisOps.Logs;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Logs;

/// <summary>The shell texts that read logs, run by this machine's shells with folders of the test in the place of /var/log/upstart and the like.</summary>
public sealed class LogScriptTests
{
    private static readonly DateTime s_noon = new(2018, 11, 2, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Shells => ["dash", "bash --posix", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Rotations_come_oldest_first_however_logrotate_names_them(string shell)
    {
        using var host = new FakeHost();
        host.Log("travis-worker.log-20181030.gz", "a");
        host.Log("travis-worker.log-20181031", "b");
        host.Log("travis-worker.log.10.gz", "c");
        host.Log("travis-worker.log.9.gz", "d");
        host.Log("travis-worker.log.1", "e");
        host.Log("travis-worker.log", "f");

        var (status, output, _) = await host.RunAsync(shell, WorkerLog.Script(new WorkerLogRequest()));

        Assert.Equal((0, "a b c d e f"), (status, output.Trim().Replace('\n', ' ')));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_last_lines_are_taken_from_as_many_rotations_as_it_needs(string shell)
    {
        using var host = new FakeHost();
        host.Log("travis-worker.log.2.gz", "never\nread");
        host.Log("travis-worker.log.1", "b\nc\nd");
        host.Log("travis-worker.log", "e\nf");

        var (_, output, _) = await host.RunAsync(shell, WorkerLog.Script(new WorkerLogRequest { Tail = 4 }).Replace("gzip -dc", "echo wrongly", StringComparison.Ordinal));

        Assert.Equal("c d e f", output.Trim().Replace('\n', ' '));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task What_is_older_stays_on_the_host_by_whole_files_and_by_lines(string shell)
    {
        using var host = new FakeHost();
        host.Log("travis-worker.log.2", Line(0) + "\n" + Line(59), s_noon.AddMinutes(-1));
        host.Log("travis-worker.log.1", Line(1) + "\nno time\n" + Line(2) + "\nbelongs to two", s_noon.AddSeconds(2));
        host.Log("travis-worker.log", "time=\"2018-11-02T14:00:03+02:00\" level=info msg=offset\nlast", s_noon.AddSeconds(3));

        var (_, output, _) = await host.RunAsync(shell, WorkerLog.Script(new WorkerLogRequest { Since = s_noon.AddSeconds(2) }));

        Assert.Equal([Line(2), "belongs to two", "time=\"2018-11-02T14:00:03+02:00\" level=info msg=offset", "last"], output.TrimEnd().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_host_without_a_log_and_a_journal_says_so_by_its_status(string shell)
    {
        using var host = new FakeHost();

        var (status, output, errors) = await host.RunAsync(shell, WorkerLog.Script(new WorkerLogRequest()));

        Assert.Equal((3, string.Empty), (status, output));
        Assert.Contains("neither", errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_real_journal_gives_the_units_lines_once_with_their_zone(string shell)
    {
        using var host = new FakeHost();
        await host.JournalAsync(Journal.Worker([(s_noon, "one"), (s_noon.AddSeconds(5), "two \u00fc"), (s_noon.AddSeconds(9), "three")]));

        var (status, output, errors) = await host.RunAsync(shell, WorkerLog.Script(new WorkerLogRequest { Since = s_noon.AddSeconds(4) }));

        Assert.True(status == 0, errors);
        var entries = LogLines.Read(new MemoryStream(Encoding.UTF8.GetBytes(output)), TestContext.Current.CancellationToken).Select(line => LogLine.Parse(line)).ToList();
        Assert.Equal([(s_noon.AddSeconds(5), "two \u00fc"), (s_noon.AddSeconds(9), "three")], entries.Select(entry => (entry.Time!.Value, entry.Message)));
    }

    /// <summary>Upgraded from 14.04 in place: upstart's file of then is there, and what happens is in the journal.</summary>
    [Theory]
    [InlineData("travis-worker", 1, "journal", "journal")]
    [InlineData("none", 1, "file", "journal")]
    [InlineData("none", 0, "file", "file")]
    public async Task With_systemd_the_journal_is_the_log_and_a_file_of_upstarts_what_is_left_where_it_has_none(string unit, int days, string whole, string recent)
    {
        using var host = new FakeHost();
        host.Systemd();
        host.Log("travis-worker.log", Said("file"), DateTime.UtcNow.AddDays(-2 * days));
        host.Program("journalctl", $"case \" $* \" in *--unit={unit}\\ *) cat <<'END'\n{Said("journal")}\nEND\n;; esac");
        static string Said(string where) => $"time=\"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}\" level=error msg=\"couldn't connect to AMQP\" from={where}";
        static string From(string output) => output.Contains("from=", StringComparison.Ordinal) ? output.Substring(output.LastIndexOf('=') + 1).Trim() : string.Empty;

        foreach (var (since, expected) in ((DateTime?, string)[])[(null, whole), (DateTime.UtcNow.AddDays(-1), recent)])
        {
            var (status, log, errors) = await host.RunAsync("dash", WorkerLog.Script(new WorkerLogRequest { Since = since }));
            var (_, issues, _) = await host.RunAsync("dash", HostIssueSearch.Script(TravisRole.Worker, KnownIssueCatalog.All, since, "MARK"));
            var found = issues.Split('\n').Where(line => line.StartsWith("MARK Worker ", StringComparison.Ordinal)).ToList();

            // Of a file that is too old nothing is asked, and the journal has nothing.
            Assert.True(status == 0, errors);
            Assert.Equal(expected == "journal" && unit == "none" ? string.Empty : expected, From(log));
            Assert.Equal(expected, Assert.Single(found).Contains("journal:travis-worker", StringComparison.Ordinal) ? "journal" : "file");
        }

        var (_, platform, _) = await host.RunAsync("dash", HostIssueSearch.Script(TravisRole.Platform, KnownIssueCatalog.All, null, "MARK"));
        Assert.Contains("MARK Replicated journal:replicated", platform, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_hosts_grep_lets_through_what_the_patterns_need_and_the_rest_is_judged_here(string shell)
    {
        using var host = new FakeHost();
        host.Log("travis-worker.log.1.gz", string.Join('\n', KnownIssues.KnownIssueSamples.All.Select(one => one.Line)));
        host.Log("travis-worker.log", Line(1) + "\nError response from daemon:client and server don't have same version\n" + string.Concat(Enumerable.Repeat(Line(2) + "\n", 100)));
        var worker = KnownIssueCatalog.All.Where(issue => (issue.Places & LogPlace.Worker) != 0).ToList();
        var reader = new HostIssueSearch.Reader(KnownIssueCatalog.All, new IssueTally(KnownIssueCatalog.All), "MARK");

        var (status, output, errors) = await host.RunAsync(shell, HostIssueSearch.Script(TravisRole.Worker, KnownIssueCatalog.All, null, "MARK"));

        Assert.True(status == 0, errors);
        foreach (var line in LogLines.Read(new MemoryStream(Encoding.UTF8.GetBytes(output)), TestContext.Current.CancellationToken))
        {
            reader.Take(line);
        }

        var found = reader.Result(new TravisHost { ComputerName = "worker-1", Role = TravisRole.Worker, Address = "127.0.0.1" }, null).Findings.Where(one => one.Source.EndsWith(".gz", StringComparison.Ordinal) || one.Id == "Docker.ClientServerMismatch").ToDictionary(one => one.Id);
        var expected = KnownIssues.NaiveSearch.Scan(string.Join('\n', KnownIssues.KnownIssueSamples.All.Select(one => one.Line)), worker);
        expected["Docker.ClientServerMismatch"]++;
        Assert.Equal(expected.OrderBy(one => one.Key, StringComparer.Ordinal), found.ToDictionary(one => one.Key, one => one.Value.Count).OrderBy(one => one.Key, StringComparer.Ordinal));

        // It has no time of its own; the line before has.
        Assert.Equal(s_noon.AddSeconds(1), found["Docker.ClientServerMismatch"].Last);
        Assert.InRange(output.Split('\n').Length, 1, KnownIssues.KnownIssueSamples.All.Count + 20);
    }

    [Fact]
    public async Task The_kernels_messages_get_their_time_from_the_machines_start()
    {
        using var host = new FakeHost();
        host.Program("dmesg", "echo '[   12.500000] unregister_netdevice: waiting for lo to become free. Usage count = 1'");
        host.Program("awk", "echo 1541160000");
        var reader = new HostIssueSearch.Reader(KnownIssueCatalog.All, new IssueTally(KnownIssueCatalog.All), "MARK");

        var (_, output, _) = await host.RunAsync("dash", HostIssueSearch.Script(TravisRole.Worker, KnownIssueCatalog.All, null, "MARK"));
        foreach (var line in output.Split('\n'))
        {
            reader.Take(line);
        }

        var finding = Assert.Single(reader.Result(new TravisHost { ComputerName = "worker-1", Role = TravisRole.Worker, Address = "127.0.0.1" }, null).Findings);
        Assert.Equal(("Kernel.NetworkDeviceBusy", "dmesg", DateTime.UnixEpoch.AddSeconds(1541160012.5)), (finding.Id, finding.Source, finding.First));
    }

    private static string Line(int second) => $"time=\"2018-11-02T12:00:{second:00}Z\" level=info msg=starting";

    /// <summary>Folders that stand for a host's.</summary>
    private sealed class FakeHost : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public FakeHost()
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, "log"));
            Directory.CreateDirectory(Path.Combine(_folder.Path, "bin"));

            // What this machine has besides the test's own.
            foreach (var name in (string[])["docker", "dmesg"])
            {
                Program(name, "echo not here >&2; exit 1");
            }

            foreach (var name in (string[])["cat", "gzip", "stat", "awk", "tail", "sed", "wc", "grep", "id", "tr", "head", "timeout", "dirname", "env"])
            {
                File.CreateSymbolicLink(Path.Combine(_folder.Path, "bin", name), new[] { "/bin/", "/usr/bin/" }.Select(folder => folder + name).First(File.Exists));
            }
        }

        public void Log(string name, string text, DateTime? written = null)
        {
            var path = Path.Combine(_folder.Path, "log", name);
            using (Stream file = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.Create(path), CompressionMode.Compress) : File.Create(path))
            {
                file.Write(Encoding.UTF8.GetBytes(text + "\n"));
            }

            File.SetLastWriteTimeUtc(path, written ?? DateTime.UtcNow);
        }

        public void Program(string name, string text)
        {
            var path = Path.Combine(_folder.Path, "bin", name);
            File.Delete(path);
            File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public void Systemd() => Directory.CreateDirectory(Path.Combine(_folder.Path, "run"));

        public async Task JournalAsync(string export)
        {
            if (!Journal.CanBeMade)
            {
                Assert.Skip("systemd-journal-remote is not installed: there is no journal to read.");
            }

            var (status, _, errors) = await ProcessAsync([Journal.Maker, "-o", Path.Combine(_folder.Path, "system.journal"), "-"], export, null);
            Assert.True(status == 0, errors);
            Program("journalctl", $"exec /usr/bin/journalctl --directory={_folder.Path} \"$@\"");
        }

        public Task<(int Status, string Output, string Errors)> RunAsync(string shell, string script)
        {
            var words = shell.Split(' ');
            var program = new[] { "/bin/", "/usr/bin/" }.Select(folder => folder + words[0]).First(File.Exists);
            return ProcessAsync([program, .. words[1..], "-c", script.Replace("/var/log/upstart", Path.Combine(_folder.Path, "log"), StringComparison.Ordinal).Replace("/run/systemd/system", Path.Combine(_folder.Path, "run"), StringComparison.Ordinal)], string.Empty, Path.Combine(_folder.Path, "bin"));
        }

        public void Dispose() => _folder.Dispose();

        private static async Task<(int Status, string Output, string Errors)> ProcessAsync(string[] command, string input, string? path)
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["LC_ALL"] = "C";
            start.Environment["PATH"] = path ?? start.Environment["PATH"];
            var token = TestContext.Current.CancellationToken;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(token);
            var errors = process.StandardError.ReadToEndAsync(token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(token);
            return (process.ExitCode, await output, await errors);
        }
    }
}
