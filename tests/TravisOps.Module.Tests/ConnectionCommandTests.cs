using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Commands that connect, against real OpenSSH servers on loopback addresses; the login is whoever runs the tests.</summary>
public sealed class ConnectionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LoopbackSshd? _server;

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_host_that_is_there_tells_who_it_is()
    {
        var inventory = Start(1);
        using var engine = new EngineHost();

        var result = Test(engine, inventory).ThrowIfFailed();

        var host = Assert.Single(result.Output);
        Assert.Equal("True", Text(host, "Online"));
        Assert.Equal(Environment.UserName, Text(host, "Login"));
        Assert.StartsWith("SSH-2.0-OpenSSH", Text(host, "Ssh"), StringComparison.Ordinal);
        Assert.EndsWith("(trusted)", Text(host, "HostKey"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), Text(host, "Kernel"));
        Assert.NotEmpty(Text(host, "OperatingSystem"));
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Equal("Direct", Text(host, "Root"));
            Assert.Equal("Pass", Text(host, "Status"));
        }
    }

    [Fact]
    public void A_host_that_is_down_is_an_answer_and_the_others_are_looked_at()
    {
        var inventory = Start(5, downFrom: 4);
        using var engine = new EngineHost();

        var result = Test(engine, inventory).ThrowIfFailed();

        Assert.Equal(5, result.Output.Count);
        var down = Assert.Single(result.Output, host => Text(host, "Online") == "False");
        Assert.Equal("127.77.0.6", Text(down, "ComputerName"));
        Assert.Equal("Fail", Text(down, "Status"));
        Assert.NotEmpty(Text(down, "Message"));
        Assert.NotEmpty(Text(down, "Remedy"));
    }

    [Fact]
    public void For_the_preflight_a_host_that_is_down_is_one_error_and_one_unknown_result()
    {
        var inventory = Start(5, downFrom: 4);
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path -SkipReplicated", ("path", inventory));

        var error = Assert.Single(result.Errors, record => "127.77.0.6".Equals(record.TargetObject));
        Assert.Equal("ConnectionRefused,TravisOps.Commands.InvokeTravisPreflightCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        var down = Assert.Single(result.Output, one => Text(one, "ComputerName") == "127.77.0.6");
        Assert.Equal("Host.Connection", Text(down, "Id"));
        Assert.Equal("Unknown", Text(down, "Status"));
        Assert.Equal(5, result.Output.Select(one => Text(one, "ComputerName")).Distinct().Count());
    }

    [Fact]
    public void Only_the_hosts_that_are_asked_for_are_contacted()
    {
        var inventory = Start(5);
        using var engine = new EngineHost();

        var some = engine.Run("param($path) Test-TravisConnection -InventoryPath $path -ComputerName *.0.[34], nowhere", ("path", inventory));
        var workers = engine.Run("param($path) Test-TravisConnection -InventoryPath $path -Role Worker", ("path", inventory)).ThrowIfFailed();
        var again = engine.Run("param($path) Test-TravisConnection -InventoryPath $path | Where-Object ComputerName -like *.5 | Test-TravisConnection -InventoryPath $path", ("path", inventory)).ThrowIfFailed();

        Assert.Equal(["127.77.0.3", "127.77.0.4"], some.Property<string>("ComputerName").Order());
        Assert.Equal("ComputerNotFound,TravisOps.Commands.TestTravisConnectionCommand", Assert.Single(some.Errors).FullyQualifiedErrorId);
        Assert.Equal(4, workers.Output.Count);
        Assert.Equal(["127.77.0.5"], again.Property<string>("ComputerName"));
    }

    [Fact]
    public void An_unknown_host_key_is_refused_and_the_fix_names_the_command()
    {
        var inventory = Start(1);
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path, $known) Invoke-TravisPreflight -InventoryPath $path -KnownHostsPath $known",
            ("path", inventory),
            ("known", _folder.Write("empty", string.Empty)));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("HostKeyUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.SecurityError, error.CategoryInfo.Category);
        var remedy = error.ErrorDetails.RecommendedAction;

        // Pasted, it adds the key to the file that was looked at, from the inventory that was given.
        engine.Run(remedy.Substring(remedy.IndexOf("Add-TravisHostKey", StringComparison.Ordinal)) + " -Confirm:$false").ThrowIfFailed();
        var again = engine.Run("param($path, $known) Test-TravisConnection -InventoryPath $path -KnownHostsPath $known", ("path", inventory), ("known", Path.Combine(_folder.Path, "empty"))).ThrowIfFailed();
        Assert.EndsWith("(trusted)", Text(Assert.Single(again.Output), "HostKey"), StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_of_two_hosts_of_one_name_is_refused_before_anything_is_contacted()
    {
        using var engine = new EngineHost();
        var path = Path.Combine(_folder.Path, "evidence");

        var result = engine.Run(
            "param($to) (New-TravisInstallation one 127.0.0.1 -Port 1), (New-TravisInstallation two 127.0.0.1 -Port 2) | Save-TravisEvidence -Path $to",
            ("to", path));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("HostTwice,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'127.0.0.1' is there twice (one and two)", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Results_survive_Json_depth_and_hold_no_cycle()
    {
        var inventory = Start(1);
        using var engine = new EngineHost();

        var results = engine.Run("param($path) Test-TravisConnection -InventoryPath $path; Invoke-TravisPreflight -InventoryPath $path -SkipReplicated; (Get-TravisInstallation -Path $path).Hosts", ("path", inventory)).Output;

        foreach (var result in results)
        {
            // The serializer of remoting and Export-Clixml, one level deep: no property is cut to a bare type name.
            var back = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(result, depth: 1));
            Assert.Equal(Text(result, "ComputerName"), Text(back, "ComputerName"));
            Assert.DoesNotContain(back.Properties, property => property.Value is string text && text.StartsWith("TravisOps.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Verbose_tells_the_steps_Debug_the_commands_and_progress_comes_to_its_end()
    {
        var inventory = Start(3);
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path) $DebugPreference = 'Continue'; Invoke-TravisPreflight -InventoryPath $path -SkipReplicated -Verbose",
            ("path", inventory));

        Assert.Contains(result.Verbose, line => line.Contains(inventory, StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.StartsWith("127.77.0.2: ", StringComparison.Ordinal) && line.Contains("SSH-2.0-OpenSSH", StringComparison.Ordinal));
        Assert.Contains(result.Debug, line => line.Contains("/proc/meminfo", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.Single(result.Progress.Select(record => record.ActivityId).Distinct());
    }

    /// <summary>The servers tell through a pipe when a command runs; then all 16 are mid-command, and each would go on for a quarter of an hour.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Ctrl_C_ends_a_command_while_sixteen_hosts_are_busy()
    {
        var pipe = Path.Combine(_folder.Path, "busy");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var busy = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        var inventory = Start(16, configuration: $"ForceCommand echo >> {pipe}; exec sleep 900");
        using var engine = new EngineHost();
        using var powershell = engine.Create("param($path) Invoke-TravisPreflight -InventoryPath $path -TimeoutSeconds 600", ("path", inventory));

        var running = powershell.BeginInvoke();
        await busy.ReadExactlyAsync(new byte[16], TestContext.Current.CancellationToken);
        await powershell.StopAsync(null, null);

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, powershell.InvocationStateInfo.State);
        Assert.Empty(powershell.Streams.Error);

        // Nothing stays behind: each server has seen its connection end.
        _server!.WaitForLog(
            log => log.Split('\n').Count(line => line.StartsWith("Disconnected from user ", StringComparison.Ordinal) || line.StartsWith("Connection closed by user ", StringComparison.Ordinal) || line.StartsWith("Connection closed by 127.77.", StringComparison.Ordinal)) >= 16,
            TestContext.Current.CancellationToken);
        Assert.Single(engine.Run("New-TravisInstallation -Platform p.example.com").ThrowIfFailed().Output);
    }

    [Fact]
    public void A_command_downstream_that_wants_no_more_ends_the_run()
    {
        var inventory = Start(5);
        using var engine = new EngineHost();

        var result = engine.Run("param($path) foreach ($one in 1) { Invoke-TravisPreflight -InventoryPath $path -SkipReplicated | ForEach-Object { $_; break } }", ("path", inventory));

        Assert.Single(result.Output);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_run_at_the_first_host()
    {
        var inventory = Start(2, downFrom: 0);
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path -ErrorAction Stop", ("path", inventory));

        Assert.True(result.Terminated);
        Assert.StartsWith("ConnectionRefused,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>Starts a server on that many addresses; those from an index on get a port where nothing listens. Returns an inventory of them.</summary>
    private string Start(int hosts, int downFrom = int.MaxValue, string? configuration = null)
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, LoopbackSshd.WhyNot() ?? string.Empty);
        _server = LoopbackSshd.Start(new LoopbackSshdOptions { AddressCount = hosts, Configuration = configuration is null ? [] : [configuration] });
        string Entry(int index) => string.Create(
            CultureInfo.InvariantCulture,
            $"{{ host: {_server.Addresses[index]}, port: {(index >= downFrom ? 1 : _server.Port)} }}");
        var workers = hosts == 1 ? string.Empty : "    workers:\n" + string.Concat(Enumerable.Range(1, hosts - 1).Select(i => $"      - {Entry(i)}\n"));
        return _folder.Write(
            "travisops.yml",
            $"installations:\n  loopback:\n    keyFile: {_server.KeyFilePath}\n    knownHostsFile: {_server.KnownHostsPath}\n    platform: {Entry(0)}\n{workers}");
    }

    private static EngineResult Test(EngineHost engine, string inventory) =>
        engine.Run("param($path) Test-TravisConnection -InventoryPath $path", ("path", inventory));

    private static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? string.Empty;
}
