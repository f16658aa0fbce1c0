using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Archives;
using TravisOps.Baselines;
using TravisOps.Bundles;
using TravisOps.Bundles.Sources;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Redaction;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>A bundle of a real installation over SSH: what is in it, and that no secret is.</summary>
public sealed class SupportBundleTests(BundleLab bundles) : IClassFixture<BundleLab>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BundleFormat.Zip, false)]
    [InlineData(BundleFormat.TarGz, true)]
    public async Task No_secret_is_in_it_in_any_form_and_the_rest_is(BundleFormat format, bool anonymize)
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Format = format, Anonymize = anonymize, Symptoms = [$"Token {BundleLab.TokenOf(lab)} does not work"], Notes = [$"It said password={BundleLab.NoteSecret} was refused"] };
        if (anonymize)
        {
            // The inventory need not have the names that the machines have.
            var named = options.Installation;
            var installation = new TravisInstallation("plantedcustomer", ByAddress(named.Platform), [.. named.Workers.Select(ByAddress)], named.PublicHostName);
            options = options with { Installation = installation, Hosts = [.. installation.Hosts] };
        }

        var bundle = await new BundleBuilder(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        var files = Files(bundle.Path);
        var secrets = Secrets(lab);
        foreach (var secret in secrets)
        {
            foreach (var form in new[] { secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes("travis:" + secret))[10..20], Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)) })
            {
                Assert.All(files, file => Assert.False(file.Value.Contains(form, StringComparison.OrdinalIgnoreCase), $"a secret is in {file.Key}"));
            }
        }

        var logs = files.Where(file => file.Key.StartsWith("logs/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, logs.Count(log => log.Value.Contains($"rotated {Pseudonyms.Prefix}") && log.Value.Contains(BundleLab.Commit)));
        Assert.Contains(logs, log => log.Value.Contains(BundleLab.Commit) && log.Value.Contains("broker says " + Pseudonyms.Prefix));

        // One name on all hosts.
        string NameAfter(string mark) => files.Values.First(text => text.Contains(mark)) is var text ? text.Substring(text.IndexOf(mark, StringComparison.Ordinal) + mark.Length, 21) : "";
        Assert.Equal(NameAfter("broker says "), NameAfter("rotated "));
        Assert.Contains("Token " + NameAfter("broker says "), files["request.md"].Replace("\\", string.Empty));

        Assert.Contains("index.html", files.Keys);
        Assert.Equal(anonymize, !files.Values.Any(text => text.Contains("worker-1.lab.test")));
        Assert.Equal(anonymize, !files.Keys.Any(path => path.Contains("worker-1.lab.test")));
        if (anonymize)
        {
            // One log tells a name by what stands around it, another one only has it.
            Assert.DoesNotContain(files, file => file.Value.Contains("plantedalice"));
            Assert.DoesNotContain(files, file => file.Value.Contains("plantedcustomer"));
            Assert.DoesNotMatch("SHA256:[A-Za-z0-9+/]{43}", string.Join("\n", files.Where(file => file.Key.EndsWith("host.json", StringComparison.Ordinal)).Select(file => file.Value)));
            var names = new Regex($@"lab\.test|\bworker-[12]\b|{Regex.Escape(lab.Workers[0].Address)}\b", RegexOptions.IgnoreCase);
            Assert.All(files, file => Assert.False(names.IsMatch(file.Key + "\n" + file.Value), $"{file.Key}: {names.Match(file.Key + "\n" + file.Value)} is in it"));
            Assert.Equal(3, files.Keys.Where(path => path.StartsWith("logs/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Intersect(files.Keys.Where(path => path.StartsWith("evidence/", StringComparison.Ordinal)).Select(path => path.Split('/')[1])).Count());
        }

        Assert.Empty(bundle.UnreadSecretSources);
        Assert.Equal(bundle.Path, Assert.Single(Directory.GetFileSystemEntries(_folder.Path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bundle.Path));

        var opened = BundleReader.Read(bundle.Path, lookForSecrets: true);
        var results = BundleTest.Judge(opened, DateTime.UtcNow).ToDictionary(result => result.Id);
        Assert.Equal(CheckStatus.Pass, results["Support.BundleHashes"].Status);
        Assert.True(results["Support.BundleRedacted"].Status == CheckStatus.Pass, results["Support.BundleRedacted"].Actual);
        Assert.Equal(3, opened.Evidence.Count);
        Assert.DoesNotContain(opened.Evidence.SelectMany(host => host.Items), item => item.Name.StartsWith("secrets.", StringComparison.Ordinal));
        Assert.All(opened.Contract.Entries, entry => Assert.True(entry.State == ContractState.Received, $"{entry.Title}: {entry.State} {entry.Reason}"));
        Assert.Equal(100, bundle.Completeness);
    }

    [Fact]
    public async Task A_host_that_is_down_is_a_gap_and_with_RequireComplete_nothing_is_left()
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Sources = [.. BundleSources.All.Where(source => source.Name is "worker-log" or "worker-configuration")] };
        var down = options.Hosts[^1] with { Address = "127.0.0.1", Port = 1 };
        options = options with { Hosts = [.. options.Hosts.Take(options.Hosts.Count - 1), down] };

        var bundle = await new BundleBuilder(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(50, bundle.Completeness);
        Assert.All(bundle.Gaps, gap => Assert.StartsWith(down.ComputerName, gap, StringComparison.Ordinal));
        File.Delete(bundle.Path);
        var error = await Assert.ThrowsAsync<BundleException>(() => new BundleBuilder(options with { RequireComplete = true }, _ => { }).RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(BundleProblem.Incomplete, error.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));

        // Without the platform nobody knows its secrets by their values.
        var blind = await new BundleBuilder(options with { Hosts = [options.Hosts[0] with { Address = "127.0.0.1", Port = 1 }] }, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        var files = Files(blind.Path);
        Assert.Equal(2, blind.UnreadSecretSources.Count);
        Assert.All(blind.UnreadSecretSources, source => Assert.All(["index.html", "request.md", "redaction.json"], file => Assert.Contains(source.Replace("'", "&#39;"), files[file].Replace("'", "&#39;").Replace("\\u0027", "&#39;"))));
    }

    [Fact]
    public async Task Cancelled_while_logs_come_it_leaves_nothing()
    {
        var lab = await bundles.GetAsync();
        using var stop = new CancellationTokenSource();
        var builder = new BundleBuilder(Options(lab), text =>
        {
            if (text.StartsWith("Logs of 1", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.RunAsync(stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    // Logs are on the disk by then, some with secrets that are learnt only at the end; and the archive is, before it is proven.
    [Theory]
    [InlineData("Searching the logs")]
    [InlineData("Proving")]
    public async Task Killed_it_leaves_nothing(string moment)
    {
        var lab = await bundles.GetAsync();

        Assert.True(BundleChild.Kill(lab, _folder.File("a.bundle"), moment));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_leaves_nothing()
    {
        var lab = await bundles.GetAsync();
        using var disk = TemporaryMount.Tmpfs("16k");

        var error = await Assert.ThrowsAsync<BundleException>(() => new BundleBuilder(Options(lab) with { Path = Path.Combine(disk.Path, "a.zip") }, _ => { }).RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(BundleProblem.NotWritten, error.Kind);
        Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task What_differs_from_a_baseline_and_known_issues_are_on_the_page_in_the_request_and_in_files()
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { CreatedAt = DateTime.UtcNow };
        var stranger = new BaselineHost { ComputerName = "gone.lab.test", Role = TravisRole.Worker, CollectedAt = DateTime.UtcNow, Facts = new Dictionary<string, string>(), Unknown = new Dictionary<string, string>() };
        var installation = options.Installation;
        var facts = BaselineFacts.Of(HostProbe.Run(options.Hosts[1], BaselinePlan.For(installation, options.Hosts[1], DateTime.UtcNow, DateTime.UtcNow), options.Ssh, TestContext.Current.CancellationToken));
        var baseline = new TravisBaseline
        {
            Installation = installation.Name,
            CreatedAt = DateTime.UtcNow.AddDays(-2),
            Hosts = [facts with { Facts = new SortedDictionary<string, string>(facts.Facts.ToDictionary(one => one.Key, one => one.Value)) { ["system.kernel"] = "3.13.0-32-generic" } }, stranger],
        };
        await lab.Workers[0].ExecAsync("printf 'time=\"%s\" level=error msg=\"job queue channel closed\"\\n' \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" >>/var/log/upstart/travis-worker.log", TestContext.Current.CancellationToken);

        var bundle = await new BundleBuilder(options with { Sources = [new BaselineSource(baseline), .. BundleSources.All.Where(source => source.Name is "known-issues")] }, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        var files = Files(bundle.Path);
        Assert.Contains("3.13.0-32-generic", files["baseline-differences.json"], StringComparison.Ordinal);
        Assert.Contains("3.13.0-32-generic", files["index.html"], StringComparison.Ordinal);
        Assert.Contains("baseline-differences.json", files["request.md"], StringComparison.Ordinal);
        Assert.DoesNotContain(stranger.ComputerName, files["baseline-differences.json"], StringComparison.Ordinal);
        Assert.Contains("Amqp.QueueClosed", files["index.html"], StringComparison.Ordinal);
        Assert.Contains("KnownIssue.Logs.Amqp.QueueClosed", files["results.json"], StringComparison.Ordinal);
        Assert.Contains("Amqp.QueueClosed", files["request.md"].Replace("\\", string.Empty), StringComparison.Ordinal);

        // The baseline knows one of the hosts.
        var contract = BundleReader.Read(bundle.Path).Contract.Entries.Where(entry => entry.Source == "baseline").ToDictionary(entry => entry.ComputerName);
        Assert.Equal(ContractState.Received, contract[options.Hosts[1].ComputerName].State);
        Assert.Equal("The baseline has nothing of this host.", contract[options.Hosts[0].ComputerName].Reason);
    }

    [Fact]
    public async Task A_bundle_of_Replicated_that_is_partial_or_older_is_no_whole_one_and_the_reason_is_told()
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Sources = [.. BundleSources.All.Where(source => source.Name is "replicated-bundle")], Hosts = [Options(lab).Hosts[0]] };
        const string Control = "/usr/local/bin/replicatedctl";
        const string Error = "/etc/replicated-stand-in/support-error.json";
        var told = await lab.Platform.ExecAsync(
            $$"""echo '[{"path":"/default/docker/docker_info.json","error":"context deadline exceeded"}]' | docker exec -i replicated sh -c 'cat >{{Error}}'""", TestContext.Current.CancellationToken);
        Assert.Equal(0, told.ExitCode);
        try
        {
            var bundle = await new BundleBuilder(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

            var entry = Assert.Single(BundleReader.Read(bundle.Path).Contract.Entries);
            Assert.Equal(ContractState.Partial, entry.State);
            Assert.Contains("docker_info.json (context deadline exceeded)", entry.Reason);
            Assert.Equal(0, bundle.Completeness);

            // It ends well and makes nothing: the one of before is there, and it is not what was asked for.
            await lab.Platform.ExecAsync($"mv {Control} {Control}.kept; printf '#!/bin/sh\\n' >{Control}; chmod +x {Control}", TestContext.Current.CancellationToken);
            await lab.Platform.ExecAsync("docker exec replicated rm " + Error, TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<BundleException>(() => new BundleBuilder(options with { RequireComplete = true, Path = _folder.File("b.zip") }, _ => { }).RunAsync(TestContext.Current.CancellationToken));
            Assert.Equal(BundleProblem.Incomplete, error.Kind);
            Assert.Contains("no new one was made: this one is older", error.Message);
        }
        finally
        {
            await lab.Platform.ExecAsync($"docker exec replicated rm -f {Error}; rm -f {Control}; [ ! -e {Control}.kept ] || mv {Control}.kept {Control}", TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(BundleFormat.Zip)]
    [InlineData(BundleFormat.TarGz)]
    public async Task The_archive_is_no_larger_than_asked_and_has_the_newest_end_of_the_logs(BundleFormat format)
    {
        const int MaxSize = 400_000;
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Sources = [.. BundleSources.All.Where(source => source.Name is "worker-log" or "worker-configuration")], Format = format, MaxSize = MaxSize };

        // Noise that hardly shrinks: three times what there is room for.
        const string Log = "/var/log/upstart/travis-worker.log";
        await lab.Workers[0].ExecAsync($"cp -a {Log} /root/kept; head -c 900000 /dev/urandom | base64 -w 76 >>{Log}; echo the-newest-line >>{Log}", TestContext.Current.CancellationToken);
        try
        {
            var bundle = await new BundleBuilder(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

            Assert.InRange(new FileInfo(bundle.Path).Length, MaxSize / 4, MaxSize);
            var log = Files(bundle.Path).Single(file => file.Key.StartsWith("logs/", StringComparison.Ordinal) && file.Value.Contains("the-newest-line")).Value;
            Assert.StartsWith("[TravisOps: the first ", log, StringComparison.Ordinal);
            var entry = BundleReader.Read(bundle.Path).Contract.Entries.Single(entry => entry.Source == "worker-log" && entry.State == ContractState.Cut);
            Assert.Contains("-MaxSize", entry.Reason);

            var error = await Assert.ThrowsAsync<BundleException>(() => new BundleBuilder(options with { MaxSize = 1000, Path = _folder.File("b.zip") }, _ => { }).RunAsync(TestContext.Current.CancellationToken));
            Assert.Equal(BundleProblem.TooLarge, error.Kind);
            Assert.Equal(bundle.Path, Assert.Single(Directory.GetFileSystemEntries(_folder.Path)));
        }
        finally
        {
            await lab.Workers[0].ExecAsync($"mv /root/kept {Log}", TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Two_bundles_of_the_same_installation_differ_in_nothing_that_matters_and_a_changed_one_is_told()
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Sources = [.. BundleSources.All.Where(source => source.Name is "worker-configuration")] };
        var first = await new BundleBuilder(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        var second = await new BundleBuilder(options with { Path = _folder.File("b.zip") }, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(BundleComparison.Compare(BundleReader.Read(first.Path), BundleReader.Read(second.Path)));

        // Names and addresses are other ones in each.
        var third = await new BundleBuilder(options with { Path = _folder.File("c.zip"), Anonymize = true }, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        var fourth = await new BundleBuilder(options with { Path = _folder.File("d.zip"), Anonymize = true }, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(BundleComparison.Compare(BundleReader.Read(third.Path), BundleReader.Read(fourth.Path)));
        Assert.Empty(BundleComparison.Compare(BundleReader.Read(first.Path), BundleReader.Read(fourth.Path)));

        var bytes = File.ReadAllBytes(second.Path);
        bytes[30 + "contract.json".Length + 20] ^= 1;
        File.WriteAllBytes(second.Path, bytes);
        Assert.Equal(BundleProblem.Invalid, Assert.Throws<BundleException>(() => BundleReader.Read(second.Path)).Kind);
    }

    // One worker's log tells a secret alone that the platform's has beside its name: whose comes first decides what is known when the other comes, and nothing else.
    [Theory]
    [InlineData(BundleFormat.Zip, false)]
    [InlineData(BundleFormat.TarGz, true)]
    public async Task The_same_answers_make_the_same_bytes_whichever_host_gives_its_own_first(BundleFormat format, bool anonymize)
    {
        var lab = await bundles.GetAsync();
        var options = Options(lab) with { Format = format, Anonymize = anonymize, CreatedAt = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc) };
        var recording = new HostRecording(new LiveHosts(options.Ssh));

        async Task<string> MakeAsync(string name, IBundleHosts hosts) =>
            (await new BundleBuilder(options with { Path = _folder.File(name) }, _ => { }, new Pseudonyms(new byte[32]), hosts).RunAsync(TestContext.Current.CancellationToken)).Path;

        var live = await MakeAsync("live", recording);
        string[] others = [await MakeAsync("platform", recording.Again(options.Hosts[0])), await MakeAsync("worker", recording.Again(options.Hosts[1]))];

        var files = Files(live);
        Assert.All(others, other =>
        {
            var again = Files(other);
            Assert.Equal(files.Keys, again.Keys);
            Assert.All(files, file => Assert.Equal(file.Value, again[file.Key]));
        });
        Assert.All(others, other => Assert.True(File.ReadAllBytes(live).AsSpan().SequenceEqual(File.ReadAllBytes(other)), $"{other} has the same files in other bytes"));
    }

    private BundleOptions Options(LabInstallation lab)
    {
        var installation = InventoryReader.Read(lab.InventoryPath).Select(null);
        return new BundleOptions
        {
            Installation = installation,
            Hosts = [.. installation.Hosts],
            Ssh = new SshOptions { Timeout = TimeSpan.FromSeconds(120) },
            Path = _folder.File("a.bundle"),
            ToolVersion = "0",
        };
    }

    private static TravisHost ByAddress(TravisHost host) => host with { ComputerName = host.Address };

    private static List<string> Secrets(LabInstallation lab) =>
        [BundleLab.TokenOf(lab), File.ReadAllText(Path.Combine(lab.StateDirectory, "encryption-key")).Trim(), BundleLab.LogSecret, BundleLab.NoteSecret];

    private static Dictionary<string, string> Files(string path)
    {
        var files = new Dictionary<string, string>();
        using var stream = File.OpenRead(path);
        SafeArchive.Read(stream, new ArchiveLimits(), entry => files.Add(entry.Path, new StreamReader(entry.Content).ReadToEnd()));
        return files;
    }
}
