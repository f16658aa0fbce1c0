using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Logs of workers over SSH: upstart's file with rotations on the first, a real journal on the second, and what is searched for in them.</summary>
public sealed class WorkerLogCommandTests(WorkerLogCommandTests.Workers workers) : IClassFixture<WorkerLogCommandTests.Workers>
{
    private const string Mismatch = "Error response from daemon:client and server don't have same version (client : 1.24, server: 1.18)";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_log_comes_with_its_rotations_oldest_first_and_a_journal_comes_once()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisWorkerLog -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        var trusty = result.Output.Where(one => Text(one, "ComputerName") == lab.Workers[0].Name).ToList();
        var xenial = result.Output.Where(one => Text(one, "ComputerName") == lab.Workers[1].Name).ToList();
        Assert.Equal(["oldest", "older", "docker", Mismatch, "couldn't start instance, attempting requeue", "newest"], trusty.Select(Message));
        Assert.Equal(["starting", "couldn't connect to AMQP", "docker: Error response from daemon: no such image.", "newest"], xenial.Select(Message));
        Assert.Equal(At(2), xenial[2].Properties["Time"].Value);
        var requeue = trusty[4];
        Assert.Equal((At(3), "Error", "not enough free CPUsets", "42"), (requeue.Properties["Time"].Value, Text(requeue, "Level"), Field(requeue, "err"), Field(requeue, "job_id")));
    }

    [Theory]
    [InlineData("-Tail 2", "couldn't start instance, attempting requeue;newest", "docker: Error response from daemon: no such image.;newest")]
    [InlineData("-Tail 4", "docker;" + Mismatch + ";couldn't start instance, attempting requeue;newest", "starting;couldn't connect to AMQP;docker: Error response from daemon: no such image.;newest")]
    [InlineData("-Since 2018-11-02T12:00:03Z", "couldn't start instance, attempting requeue;newest", "newest")]
    [InlineData("-Since 2018-11-02T12:00:01Z -Tail 1", "newest", "newest")]
    [InlineData("-Since 1s", "", "")]
    [InlineData("-Since 1d", "", "")]
    [InlineData("-Since 2h", "", "")]
    [InlineData("-Since ([timespan]::FromMinutes(1))", "", "")]
    public async Task Tail_and_since_leave_the_end_of_each_log(string parameters, string trusty, string xenial)
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run($"param($path) Get-TravisWorkerLog -InventoryPath $path {parameters}", ("path", lab.InventoryPath)).ThrowIfFailed();

        string Of(int worker) => string.Join(';', result.Output.Where(one => Text(one, "ComputerName") == lab.Workers[worker].Name).Select(Message));
        Assert.Equal((trusty, xenial), (Of(0), Of(1)));
    }

    [Fact]
    public async Task Whoever_wants_no_more_than_the_first_line_waits_for_no_other()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) $first = $null; foreach ($one in 1) { Get-TravisWorkerLog -InventoryPath $path -Follow -ComputerName worker-1* | ForEach-Object { $first = $_; break } }; $first", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal(lab.Workers[0].Name, Text(Assert.Single(result.Output), "ComputerName"));
    }

    [Fact]
    public async Task The_platform_alone_has_no_such_log_and_that_is_said()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisWorkerLog -InventoryPath $path -Role Platform 3>&1", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Contains("no worker", Assert.IsType<WarningRecord>(Assert.Single(result.Output).BaseObject).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_read_without_a_host_compressed_or_not()
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder.Path, "a.log.1.gz")), CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Line(0, "info", "one") + "\n" + Line(1, "info", "two") + "\n"));
        }

        File.WriteAllText(Path.Combine(folder.Path, "a[1].log"), Line(2, "info", "three"));
        using var engine = new EngineHost();

        var all = engine.Run("param($path) Get-TravisWorkerLog -Path \"$path/*.gz\", \"$path/a[1].log\", \"$path/none\" -Tail 1", ("path", folder.Path));

        Assert.Equal([("a.log.1.gz", "two"), ("a[1].log", "three")], all.Output.Select(one => (Text(one, "ComputerName"), Message(one))));
        Assert.Equal("PathNotFound", Assert.Single(all.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void What_is_no_time_is_refused_in_words()
    {
        using var engine = new EngineHost();

        Assert.Contains("30m, 2h, 1d", Assert.Single(engine.Run("Get-TravisWorkerLog -Path x -Since 5").Errors).Exception.Message, StringComparison.Ordinal);
        var result = engine.Run("Get-TravisWorkerLog -Path x -Since yesterdayish");

        Assert.Contains("30m, 2h, 1d", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Both kinds of worker are followed; one's log is rotated, one dies, and Ctrl+C ends what is left there.</summary>
    [Fact(Timeout = 300_000)]
    public async Task Following_survives_a_rotation_and_the_loss_of_a_host_and_ends_on_both_sides()
    {
        var token = TestContext.Current.CancellationToken;
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
        await PlantAsync(lab);
        using var engine = new EngineHost();
        using var powershell = engine.Create("param($path) Get-TravisWorkerLog -InventoryPath $path -Follow -Tail 1", ("path", lab.InventoryPath));
        using var output = new PSDataCollection<PSObject>();
        var seen = new Seen(output, powershell.Streams.Error);
        var running = Task.Factory.FromAsync(powershell.BeginInvoke<PSObject, PSObject>(null, output), powershell.EndInvoke);

        await seen.Has(lab.Workers[0].Name + " newest", Patience);
        await seen.Has(lab.Workers[1].Name + " newest", Patience);
        await ExecAsync(lab.Workers[0], $"echo '{Line(10, "info", "before")}' >>/var/log/upstart/travis-worker.log");
        await seen.Has(lab.Workers[0].Name + " before", Patience);
        await ExecAsync(lab.Workers[0], $"cd /var/log/upstart; mv travis-worker.log travis-worker.log.1; echo '{Line(11, "info", "after")}' >travis-worker.log");
        await seen.Has(lab.Workers[0].Name + " after", Patience);
        await ExecAsync(lab.Workers[1], Journal.Add(Journal.Worker([(At(12), Line(12, "info", "journal"))])));
        await seen.Has(lab.Workers[1].Name + " journal", Patience);
        await lab.Workers[1].CrashAsync(token);
        await seen.Has($"{lab.Workers[1].Name} ConnectionLost", Patience);
        await ExecAsync(lab.Workers[0], $"echo '{Line(13, "info", "alone")}' >>/var/log/upstart/travis-worker.log");
        await seen.Has(lab.Workers[0].Name + " alone", Patience);

        await Task.Run(powershell.Stop, token).WaitAsync(Patience, token);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        await ExecAsync(lab.Workers[0], "until ! pgrep -x tail >/dev/null; do sleep 0.05; done");
        Assert.Equal(["newest", "before", "after", "alone"], output.Where(one => Text(one, "ComputerName") == lab.Workers[0].Name).Select(Message));
        Assert.Single(powershell.Streams.Error);
    }

    /// <summary>One worker is in the midst of its logs, held by a find that tells of itself and would go on for a quarter of an hour; the other's are here already, or come meanwhile.</summary>
    [Fact(Timeout = 300_000)]
    public async Task Ctrl_C_while_a_support_bundle_takes_the_logs_leaves_nothing_here_and_there()
    {
        const string Held = "sleep 987|/usr/local/bin/find", Session = "^sshd[^ ]*: .*@notty";
        var token = TestContext.Current.CancellationToken;
        var lab = await workers.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        using var powershell = engine.Create(
            "param($path, $to) New-TravisSupportBundle -InventoryPath $path -Path $to -Include worker-log, worker-configuration -Since 2018-11-02", ("path", lab.InventoryPath), ("to", Path.Combine(folder.Path, "case.zip")));
        await ExecAsync(lab.Workers[0], "mkfifo /run/held; printf '#!/bin/sh\\necho >/run/held\\nexec sleep 987\\n' >/usr/local/bin/find; chmod +x /usr/local/bin/find");
        try
        {
            var running = powershell.BeginInvoke();
            await ExecAsync(lab.Workers[0], $"timeout 60 cat /run/held; pgrep -f '{Held}' && pgrep -f '{Session}'");
            await Task.Run(powershell.Stop, token).WaitAsync(Patience, token);

            Assert.True(running.IsCompleted);
            Assert.Equal(PSInvocationState.Stopped, powershell.InvocationStateInfo.State);
            Assert.Empty(powershell.Streams.Error);
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
            await ExecAsync(lab.Workers[0], $"until ! pgrep -f '{Held}' >/dev/null; do sleep 0.05; done");
            foreach (var host in lab.Workers.Append(lab.Platform))
            {
                await ExecAsync(host, $"until ! pgrep -f '{Session}' >/dev/null; do sleep 0.05; done");
            }
        }
        finally
        {
            await lab.Workers[0].ExecAsync("rm -f /usr/local/bin/find /run/held", token);
        }
    }

    [Fact]
    public async Task Known_issues_are_found_in_every_log_of_every_host()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Find-TravisKnownIssue -InventoryPath $path 3>$null", ("path", lab.InventoryPath)).ThrowIfFailed();

        IEnumerable<(string Id, long Count, object? Last)> Of(LabHost host) =>
            result.Output.Where(one => Text(one, "ComputerName") == host.Name && Text(one, "Id") is not ("Kernel.NetworkDeviceBusy" or "Kernel.KeyringQuota")).Select(one => (Text(one, "Id"), (long)one.Properties["Count"].Value, (object?)one.Properties["Last"].Value));
        Assert.Equal(
            [("Docker.ClientServerMismatch", 1, At(2)), ("Worker.NotEnoughCpus", 1, At(3)), ("Worker.RequeueLoop", 1, At(3))],
            Of(lab.Workers[0]).OrderBy(one => one.Id, StringComparer.Ordinal));
        Assert.Equal([("Amqp.LoginRefused", 1L, At(1))], Of(lab.Workers[1]));
        Assert.Equal(["GitHub.TooManyStatuses", "Platform.SecureValueNotDecrypted"], Of(lab.Platform).Select(one => one.Id).Order(StringComparer.Ordinal));
        var key = result.Output.Single(one => Text(one, "Id") == "Platform.SecureValueNotDecrypted");
        Assert.DoesNotContain("MIIEpAIB", Text(key, "Sample"), StringComparison.Ordinal);
        Assert.DoesNotContain("dGhpcyBpcw", Text(key, "Sample"), StringComparison.Ordinal);
        Assert.All(result.Output, one => Assert.NotEmpty(Text(one, "Remedy")));
    }

    [Fact]
    public async Task Since_id_and_role_narrow_the_search()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();

        var since = engine.Run("param($path) Find-TravisKnownIssue -InventoryPath $path -ComputerName worker-1* -Since 2018-11-02T12:00:03Z 3>$null", ("path", lab.InventoryPath)).ThrowIfFailed();
        var one = engine.Run("param($path) Find-TravisKnownIssue -InventoryPath $path -Role Worker -Id docker.clientserver* 3>$null", ("path", lab.InventoryPath)).ThrowIfFailed();
        var none = engine.Run("Find-TravisKnownIssue -Path x -Id nothing");

        Assert.DoesNotContain("Docker.ClientServerMismatch", since.Property<string>("Id"));
        Assert.Contains("Worker.RequeueLoop", since.Property<string>("Id"));
        Assert.Equal([("Docker.ClientServerMismatch", lab.Workers[0].Name)], one.Output.Select(found => (Text(found, "Id"), Text(found, "ComputerName"))));
        Assert.Equal("KnownIssueNotFound", Assert.Single(none.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public async Task A_search_writes_nothing_on_a_host()
    {
        var lab = await workers.GetAsync();
        using var engine = new EngineHost();
        const string List = "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /dev -o -path /tmp/.X11-unix \\) -prune -o -type f -newer /etc/travisops-mark -print | sort";
        await ExecAsync(lab.Workers[0], "touch /etc/travisops-mark");

        engine.Run("param($path) Find-TravisKnownIssue -InventoryPath $path -ComputerName worker-1* 3>$null; Get-TravisWorkerLog -InventoryPath $path -ComputerName worker-1*", ("path", lab.InventoryPath)).ThrowIfFailed();

        var written = (await lab.Workers[0].ExecAsync(List, TestContext.Current.CancellationToken)).Stdout;
        Assert.DoesNotContain(written.Split('\n'), line => line.Length > 0 && !line.StartsWith("/var/log/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recorded_evidence_and_folders_and_archives_are_searched_too()
    {
        var lab = await workers.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to -Role Worker 3>$null", ("path", lab.InventoryPath), ("to", folder.Path + "/saved"));
        Directory.CreateDirectory(folder.Path + "/logs/worker-7/deep");
        await File.WriteAllTextAsync(folder.Path + "/logs/worker-7/deep/worker.log", Line(4, "error", "job queue channel closed") + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Path + "/logs/alone.log", Line(5, "error", "recovered from panic") + "\n", TestContext.Current.CancellationToken);
        using (var archive = new GZipStream(File.Create(folder.Path + "/bundle.tar.gz"), CompressionMode.Compress))
        {
            await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(folder.Path + "/logs", archive, includeBaseDirectory: false, TestContext.Current.CancellationToken);
        }

        var evidence = engine.Run("param($path) Find-TravisKnownIssue -EvidencePath $path", ("path", folder.Path + "/saved"));
        var files = engine.Run("param($path) Find-TravisKnownIssue -Path \"$path/logs\", \"$path/bundle.tar.gz\"", ("path", folder.Path)).ThrowIfFailed();

        Assert.Empty(evidence.Errors);
        Assert.Equal(
            [("alone.log", "Worker.Panic", "alone.log"), ("worker-7", "Amqp.QueueClosed", "deep/worker.log"), ("bundle.tar.gz", "Worker.Panic", "alone.log"), ("worker-7", "Amqp.QueueClosed", "deep/worker.log")],
            files.Output.Select(one => (Text(one, "ComputerName"), Text(one, "Id"), Text(one, "Source"))));
        Assert.Equal(At(4), files.Output[1].Properties["First"].Value);
    }

    [Fact]
    public async Task The_tables_fit_the_screen()
    {
        var lab = await workers.GetAsync();
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        engine.Run("param($path) Get-TravisWorkerLog -InventoryPath $path | Out-Default; Find-TravisKnownIssue -InventoryPath $path 3>$null | Out-Default", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Contains("couldn't start instance, attempting requeue: not enough free CPUsets", host.Screen, StringComparison.Ordinal);
        Assert.Contains("Worker.RequeueLoop", host.Screen, StringComparison.Ordinal);
        Assert.All(System.Text.RegularExpressions.Regex.Replace(host.Screen, "\u001b\\[[0-9;]*m", string.Empty).Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
    }

    private static async Task PlantAsync(LabInstallation lab)
    {
        // mtimes as logrotate leaves them: those of the last line.
        await ExecAsync(lab.Workers[0], $"""
            stop travis-worker >/dev/null 2>&1 || true
            cd /var/log/upstart && rm -f travis-worker.log*
            echo '{Line(0, "info", "oldest")}' | gzip >travis-worker.log.2.gz
            echo '{Line(1, "info", "older")}' >travis-worker.log.1
            cat >travis-worker.log <<'EOF'
            {Line(2, "info", "docker")}
            {Mismatch}
            {Line(3, "error", "couldn't start instance, attempting requeue")} err="not enough free CPUsets" job_id=42
            {Line(4, "info", "newest")}
            EOF
            touch -d 2018-11-02T12:00:00Z travis-worker.log.2.gz; touch -d 2018-11-02T12:00:01Z travis-worker.log.1
            """);
        await ExecAsync(lab.Workers[1], Journal.Add(Journal.Worker(
        [
            (At(0), Line(0, "info", "starting")),
            (At(1), Line(1, "error", "couldn't connect to AMQP") + " err=\"Exception (403) Reason: \\\"username or password not allowed\\\"\""),
            (At(2), "docker: Error response from daemon: no such image."),
            (At(4), Line(4, "info", "newest")),
        ])));
        await ExecAsync(lab.Platform, """
            mkdir -p /var/travis/log && cat >/var/travis/log/travis.log <<'EOF'
            E app[tasks]: type=github_status build=1 repo=a/b state=passed commit=5c2f username=jane response_status=422 reason=maximum_number_of_statuses processed_with=user_token
            E app[scheduler]: Can not decrypt secure config value: "{\"secure\":\"dGhpcyBpcyBub3Q=\"}" using key: "-----BEGIN RSA PRIVATE KEY-----MIIEpAIB"
            EOF
            """);
    }

    private static async Task ExecAsync(LabHost host, string script)
    {
        var result = await host.ExecAsync(script, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static DateTime At(int second) => new(2018, 11, 2, 12, 0, second, DateTimeKind.Utc);

    private static string Line(int second, string level, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"time=\"2018-11-02T12:00:{second:00}Z\" level={level} msg={(message.Contains(' ', StringComparison.Ordinal) ? $"\"{message}\"" : message)}");

    private static string Message(PSObject one) => Text(one, "Message");

    private static string Field(PSObject one, string name) => ((PSObject)one.Properties["Fields"].Value).Properties[name].Value?.ToString() ?? string.Empty;

    private static string Text(PSObject one, string name) => one.Properties[name].Value?.ToString() ?? string.Empty;

    /// <summary>What has come so far, for tests that wait for something of it.</summary>
    private sealed class Seen
    {
        private readonly object _gate = new();
        private readonly HashSet<string> _all = [];
        private readonly List<(string What, TaskCompletionSource Came)> _waiting = [];

        public Seen(PSDataCollection<PSObject> output, PSDataCollection<ErrorRecord> errors)
        {
            output.DataAdded += (_, added) => Add($"{Text(output[added.Index], "ComputerName")} {Message(output[added.Index])}");
            errors.DataAdded += (_, added) => Add($"{errors[added.Index].TargetObject} {errors[added.Index].FullyQualifiedErrorId.Split(',')[0]}");
        }

        public async Task Has(string what, TimeSpan patience)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                if (_all.Contains(what))
                {
                    return;
                }

                _waiting.Add((what, came));
            }

            try
            {
                await came.Task.WaitAsync(patience, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"'{what}' did not come; there were: {string.Join(", ", _all)}");
            }
        }

        private void Add(string what)
        {
            lock (_gate)
            {
                _all.Add(what);
                foreach (var (_, came) in _waiting.Where(one => one.What == what))
                {
                    came.TrySetResult();
                }
            }
        }
    }

    /// <summary>One lab with logs, for all tests that only read them.</summary>
    public sealed class Workers : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(
            async () =>
            {
                var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
                await PlantAsync(lab);
                return lab;
            },
            LazyThreadSafetyMode.ExecutionAndPublication);

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            if (!Journal.CanBeMade)
            {
                Assert.Skip("systemd-journal-remote is not installed: there is no journal to read.");
            }

            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab.IsValueCreated)
            {
                await (await _lab.Value).DisposeAsync();
            }
        }
    }
}
