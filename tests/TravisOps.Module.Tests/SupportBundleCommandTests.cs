using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Support bundles as a person makes and reads them.</summary>
public sealed class SupportBundleCommandTests(HealthyLab healthy)
{
    private static readonly string[] s_commands =
    [
        "Invoke-TravisPreflight",
        "Test-TravisDocker",
        "Test-TravisWorker",
        "Test-TravisFirewall -From Worker",
        "Test-TravisConnection",
        "Test-TravisInstallation -Area Preflight, Docker, Worker, Environment, KnownIssue",
        "Get-TravisDockerBindings",
        "Get-TravisWorkerConfiguration",
        "Get-TravisEnvironment",

        // Not the kernel's, which is that of the machine that the lab is on.
        "Find-TravisKnownIssue -Id Amqp.*, Docker.*, GitHub.*, Worker.*",
    ];

    // What is of the run and not of the hosts: when it was looked, how long that took, the last KiB of a disk; in sentences also since when something runs, how far a clock is off,
    // what df counts in KiB while logs grow, and the hash of a secret, whose key is made for a run and forgotten with it.
    private static readonly string[] s_ofTheRun = ["CollectedAt", "Duration", "Latency", "ClockOffset", "Since", "UsedKib", "Line"];
    private static readonly Regex s_moment = new(@"\d+(\.\d+)? ms\b|\[Up [^\]]*\]|\d+\.\d s (ahead of|behind)|(?<=since )[-0-9]{10} [0-9:]{8}|(?<=<secret )[0-9a-f]{8}|(?<=disk: /dev/\S+ +\d+ +)\d+ +\d+");

    [Fact]
    public async Task A_bundle_serves_every_command_that_takes_evidence_and_says_the_same_as_the_hosts()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var path = Path.Combine(folder.Path, "case.zip.age");
        var passphrase = Secret.Of("four words of a passphrase");
        await PlantAsync(lab);

        var made = engine.Run(
            "param($path, $to, $with) New-TravisSupportBundle -InventoryPath $path -Path $to -Exclude replicated-bundle -Passphrase $with",
            ("path", lab.InventoryPath),
            ("to", path),
            ("with", passphrase)).ThrowIfFailed();

        Assert.Equal(path, Assert.Single(made.Output).Properties["Path"].Value);
        Assert.StartsWith("age-encryption.org/", Encoding.ASCII.GetString(File.ReadAllBytes(path)[..64]), StringComparison.Ordinal);
        List<string> differences = [];
        foreach (var command in s_commands)
        {
            var live = engine.Run($"param($p) {command} -InventoryPath $p", ("p", lab.InventoryPath)).ThrowIfFailed().Output;
            var read = engine.Run($"param($p, $with) {command} -Bundle $p -Passphrase $with", ("p", path), ("with", passphrase)).ThrowIfFailed().Output;

            Assert.NotEmpty(live);
            var one = ResultText.Of(live, s_ofTheRun).Select(text => s_moment.Replace(text, "…"));
            var other = ResultText.Of(read, s_ofTheRun).Select(text => InLogs(s_moment.Replace(text, "…").Replace(path, "lab", StringComparison.Ordinal)));
            differences.AddRange(one.Except(other).Select(text => $"{command} live: {text}"));
            differences.AddRange(other.Except(one).Select(text => $"{command} read: {text}"));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));

        var baseline = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "baseline")).FullName, "live.json");
        engine.Run("param($p, $to) Save-TravisBaseline -InventoryPath $p -Path $to", ("p", lab.InventoryPath), ("to", baseline)).ThrowIfFailed();
        Assert.Empty(engine.Run("param($p, $of, $with) Compare-TravisBaseline -Path $of -Bundle $p -Passphrase $with", ("p", path), ("of", baseline), ("with", passphrase)).ThrowIfFailed().Output);
        File.Delete(baseline);
        Directory.Delete(Path.GetDirectoryName(baseline)!);

        Assert.Empty(engine.Run("param($p, $with) Test-TravisSupportBundle $p -Passphrase $with | Where-Object Status -eq Fail", ("p", path), ("with", passphrase)).ThrowIfFailed().Output);
        var info = Assert.Single(engine.Run("param($p, $with) Get-TravisSupportBundle $p -Passphrase $with", ("p", path), ("with", passphrase)).ThrowIfFailed().Output);
        Assert.Equal("lab", info.Properties["Installation"].Value);
        Assert.Empty(engine.Run("param($p, $with) Compare-TravisSupportBundle $p $p -Passphrase $with", ("p", path), ("with", passphrase)).ThrowIfFailed().Output);
        foreach (var command in new[] { "Test-TravisSupportBundle", "Test-TravisDocker -Bundle" })
        {
            Assert.StartsWith("BundleLocked,", Assert.Single(engine.Run($"param($p) {command} $p", ("p", path)).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.StartsWith("BundleLocked,", Assert.Single(engine.Run($"param($p, $with) {command} $p -Passphrase $with", ("p", path), ("with", Secret.Of("another")))
                .Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        // Nothing was opened to a disk.
        Assert.Equal(path, Assert.Single(Directory.GetFileSystemEntries(folder.Path)));
    }

    // Of long ago, so that no other test finds it in the last day.
    private static async Task PlantAsync(LabInstallation lab)
    {
        async Task Run(LabHost host, string script) => Assert.Equal(0, (await host.ExecAsync(script, TestContext.Current.CancellationToken)).ExitCode);
        await Run(lab.Workers[0], "echo 'time=\"2018-11-02T12:00:01Z\" level=error msg=\"job queue channel closed\"' >>/var/log/upstart/travis-worker.log");
        await Run(lab.Workers[1], "cd /var/log; { echo '1541160001 time=\"2018-11-02T12:00:01Z\" level=error msg=\"couldn'\\''t select image\"'; cat travis-worker.journal; } >journal.new; cat journal.new >travis-worker.journal; rm journal.new");
        await Run(lab.Platform, "mkdir -p /var/travis/log; echo 'time=2018-11-02T12:00:01Z level=error msg=\"type=github_status response_status=422 reason=maximum_number_of_statuses\"' >>/var/travis/log/travis.log");
    }

    // The same line, in the file that the bundle made of the log.
    private static string InLogs(string text) => text
        .Replace("logs/worker-1.lab.test/worker-log/", "/var/log/upstart/", StringComparison.Ordinal)
        .Replace("logs/worker-2.lab.test/worker-log/travis-worker.journal.log", "journal:travis-worker", StringComparison.Ordinal)
        .Replace("logs/platform.lab.test/platform-log/", "/var/travis/log/", StringComparison.Ordinal);

    [Fact]
    public async Task For_a_certificate_only_its_holder_opens_it()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        using var certificate = TestCertificate.Create();
        using var onlyPublic = X509CertificateLoader.LoadCertificate(certificate.RawData);
        var path = Path.Combine(folder.Path, "case.zip.cms");

        engine.Run(
            "param($path, $to, $for) New-TravisSupportBundle -InventoryPath $path -Path $to -Include docker, worker-configuration -Recipient $for -RequireComplete",
            ("path", lab.InventoryPath),
            ("to", path),
            ("for", onlyPublic)).ThrowIfFailed();

        foreach (var command in new[] { "Get-TravisSupportBundle", "Test-TravisSupportBundle", "Get-TravisDockerBindings -Bundle" })
        {
            Assert.NotEmpty(engine.Run($"param($p, $with) {command} $p -Recipient $with", ("p", path), ("with", certificate)).ThrowIfFailed().Output);
            Assert.StartsWith("BundleLocked,", Assert.Single(engine.Run($"param($p) {command} $p", ("p", path)).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.Empty(engine.Run("param($p, $with) Compare-TravisSupportBundle $p $p -Recipient $with", ("p", path), ("with", certificate)).ThrowIfFailed().Output);
    }

    [Fact]
    public async Task An_estimate_tells_the_sizes_of_the_logs_and_writes_nothing()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var size = await lab.Workers[0].ExecAsync("cat /var/log/upstart/travis-worker.log* | wc -c", TestContext.Current.CancellationToken);

        var estimate = engine.Run(
            "param($path, $to) New-TravisSupportBundle -InventoryPath $path -Path $to -Include worker-log, docker -EstimateOnly", ("path", lab.InventoryPath), ("to", Path.Combine(folder.Path, "case.zip"))).ThrowIfFailed();

        Assert.Equal(lab.Workers.Count, estimate.Output.Count);
        var first = estimate.Output.Single(one => (string)one.Properties["ComputerName"].Value == lab.Workers[0].Name);
        Assert.Equal(long.Parse(size.Stdout, System.Globalization.CultureInfo.InvariantCulture), first.Properties["Bytes"].Value);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_is_no_bundle_is_an_error_with_a_stable_id()
    {
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var path = Path.Combine(folder.Path, "no.zip");
        File.WriteAllText(path, "no");

        Assert.Contains("BundleInvalid", Assert.Single(engine.Run("param($p) Test-TravisSupportBundle $p", ("p", path)).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("BundleNotFound", Assert.Single(engine.Run("param($p) Get-TravisSupportBundle $p", ("p", path + "x")).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
