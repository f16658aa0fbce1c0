using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security;
using System.Text;
using TravisOps.Bundles;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

/// <summary>A support bundle has its hosts' logs, and what stands only there is found, however it is packed and given.</summary>
public sealed class BundleIssueSearchTests : IDisposable
{
    private const string Closed = "time=\"2018-04-18T12:14:22Z\" level=error msg=\"job queue channel closed\"\n";
    private const string Panic = "time=\"2018-04-18T12:15:22Z\" level=error msg=\"recovered from panic\"\n";
    private const string Platform = "platform.example.com";
    private const string Worker = "worker-1.example.com";
    private const string Password = "four words of a passphrase";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BundleFormat.Zip, false)]
    [InlineData(BundleFormat.TarGz, false)]
    [InlineData(BundleFormat.Zip, true)]
    [InlineData(BundleFormat.TarGz, true)]
    public void What_only_a_log_in_it_tells_is_found_once_for_its_host(BundleFormat format, bool encrypted)
    {
        var path = Write(Files(), format, encrypted);
        var search = new BundleIssueSearch(KnownIssueCatalog.All, null);

        var bundle = BundleReader.Read(path, keys: new BundleKeys { Passphrase = encrypted ? Passphrase() : null }, visit: search.Take);
        var found = search.Run(bundle);

        Assert.Equal(
            [$"{Platform} Platform.SecureValueNotDecrypted 1 logs/{Platform}/platform-log/travis.log", $"{Worker} Amqp.QueueClosed 3 logs/{Worker}/worker-log/travis-worker.log.1.gz", $"{Worker} Kernel.NetworkDeviceBusy 1 dmesg"],
            found.Select(one => $"{one.ComputerName} {one.Id} {one.Count} {one.Source}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(BundleTest.Judge(bundle, DateTime.UtcNow), result => result is { Id: "Support.BundleHashes", Status: CheckStatus.Fail });
        if (!encrypted)
        {
            Assert.Equal(found, new FileIssueSearch(KnownIssueCatalog.All, null).Run(path, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Logs_that_were_not_gathered_leave_the_hosts_own_look_at_them()
    {
        var path = Write(Files().Where(file => !file.Key.Contains("worker-log")).ToDictionary(), BundleFormat.Zip, encrypted: false);
        var search = new BundleIssueSearch(KnownIssueCatalog.All, null);

        var found = search.Run(BundleReader.Read(path, visit: search.Take)).Single(one => one.Id == "Amqp.QueueClosed");

        Assert.Equal((1L, "/var/log/upstart/travis-worker.log"), (found.Count, found.Source));
    }

    [Fact]
    public void Where_the_host_was_not_asked_to_search_other_texts_tell_what_its_logs_in_the_bundle_do_not()
    {
        var search = new BundleIssueSearch(KnownIssueCatalog.All, null);

        var bundle = BundleReader.Read(Write(Files(asked: false), BundleFormat.Zip, encrypted: false), visit: search.Take);

        Assert.Equal(
            ["Amqp.QueueClosed 3", "Docker.ContainerNotMade 1", "Kernel.NetworkDeviceBusy 1"],
            search.Run(bundle).Where(one => one.ComputerName == Worker).Select(one => $"{one.Id} {one.Count}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_log_that_is_damaged_is_told_and_the_others_are_searched()
    {
        var files = Files();
        files[$"logs/{Worker}/worker-log/travis-worker.log.1.gz"] = Gzip(Closed)[..20];
        List<string> damaged = [];
        var search = new BundleIssueSearch(KnownIssueCatalog.All, null) { NotReadable = (log, _) => damaged.Add(log) };

        var bundle = BundleReader.Read(Write(files, BundleFormat.Zip, encrypted: false), visit: search.Take);

        Assert.Equal([$"logs/{Worker}/worker-log/travis-worker.log.1.gz"], damaged);
        Assert.Equal(2, search.Run(bundle).Single(one => one.Id == "Amqp.QueueClosed").Count);
    }

    [Fact]
    public void What_can_not_be_seen_through_is_an_error_that_says_what_to_do_and_never_nothing()
    {
        (string Name, byte[] Bytes, string Says)[] files =
        [
            ("a.zip", Zip(new Dictionary<string, byte[]> { ["worker.log"] = Encoding.UTF8.GetBytes(Panic) }), "unpack another one"),
            ("b.age", File.ReadAllBytes(Write(Files(), BundleFormat.Zip, encrypted: true)), "as -Bundle with -Passphrase"),
            ("c.cms", [0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03, 0xA0], "as -Bundle with -Passphrase"),
            ("d.xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1], "packed with xz"),
            ("e.bz2", [.. "BZh91AY"u8], "packed with bzip2"),
        ];
        Directory.CreateDirectory(_folder.File("logs"));
        foreach (var (name, bytes, _) in files)
        {
            File.WriteAllBytes(_folder.File("logs/" + name), bytes);
        }

        File.WriteAllText(_folder.File("logs/plain.log"), Panic);
        Dictionary<string, string> told = [];
        var search = new FileIssueSearch(KnownIssueCatalog.All, null) { NotReadable = (file, error) => told.Add(Path.GetFileName(file), error.Message) };

        var found = search.Run(_folder.File("logs"), TestContext.Current.CancellationToken);

        Assert.Equal("Worker.Panic", Assert.Single(found).Id);
        Assert.Equal(files.Select(file => file.Name), told.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Contains(file.Says, told[file.Name], StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => new FileIssueSearch(KnownIssueCatalog.All, null).Run(_folder.File("logs/b.age"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_logs_that_bundles_gather_are_known_by_what_they_are()
    {
        var installation = new TravisInstallation("lab", new TravisHost { ComputerName = Platform, Role = TravisRole.Platform }, [new TravisHost { ComputerName = Worker, Role = TravisRole.Worker }]);
        var names = from host in installation.Hosts
                    from source in BundleSources.All
                    where source.AppliesTo(host.Role)
                    from log in source.Logs(new BundleHost(installation, host, new BundleOptions { Installation = installation, Hosts = [host], Ssh = new SshOptions(), Path = "/x", ToolVersion = "0" }.LogLimits))
                    where BundleIssueSearch.PlaceOf(log.Name) == LogPlace.None
                    select log.Name;

        Assert.Equal(["replicated-bundle"], names.Distinct());
    }

    private static SecureString Passphrase()
    {
        var text = new SecureString();
        Password.ToList().ForEach(text.AppendChar);
        return text;
    }

    /// <summary>What a bundle has of a platform and a worker. The worker's own search saw one line of its log, and a command another.</summary>
    private static Dictionary<string, byte[]> Files(bool asked = true)
    {
        static EvidenceItem Item(string name, string text) => new() { Name = name, Source = "x", Status = EvidenceStatus.Collected, ExitCode = 0, Text = text };
        HostEvidence worker = new()
        {
            ComputerName = Worker,
            Role = TravisRole.Worker,
            CollectedAt = new DateTime(2018, 4, 18, 13, 0, 0, DateTimeKind.Utc),
            Items =
            [
                Item(asked ? KnownIssueLogs.Name : "nothing", !asked ? string.Empty : $"{KnownIssueLogs.Mark} Worker /var/log/upstart/travis-worker.log\n{Closed}{KnownIssueLogs.Mark} Kernel dmesg@0\n[  12.0] unregister_netdevice: waiting for veth1 to become free. Usage count = 1\n"),
                Item("kernel.said", "[  12.0] unregister_netdevice: waiting for veth1 to become free. Usage count = 1\n"),
                Item("docker.said", "couldn't create container: job queue channel closed\n"),
            ],
        };
        HostEvidence platform = new() { ComputerName = Platform, Role = TravisRole.Platform, CollectedAt = worker.CollectedAt, Items = [] };
        var files = new Dictionary<string, string>
        {
            ["contract.json"] = BundleJson.Write(new BundleContract { Entries = [] }),
            [$"logs/{Platform}/platform-log/travis.log"] = "E app[scheduler]: Can not decrypt secure config value: \"[removed]\" using key: \"[removed]\"\n",
            [$"logs/{Worker}/worker-log/travis-worker.log"] = Closed + Closed,
            ["redaction.json"] = BundleJson.Write(new RedactionProof { KnownSecrets = 0, KnownFrom = [], Left = 0, Counts = [], LeftOut = [] }),
            ["results.json"] = BundleJson.Write(new BundleResults { Checks = [], Ports = [] }),
        };
        foreach (var host in new[] { platform, worker })
        {
            files[$"evidence/{host.ComputerName}/host.json"] = StoredHost.ToJson(host);
            foreach (var item in host.Items)
            {
                files[$"evidence/{host.ComputerName}/{item.Name}.txt"] = item.Text;
            }
        }

        var all = files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value));
        all[$"logs/{Worker}/worker-log/travis-worker.log.1.gz"] = Gzip(Closed);
        all["manifest.json"] = Encoding.UTF8.GetBytes(BundleJson.Write(new BundleManifest
        {
            Version = BundleManifest.CurrentVersion,
            Tool = "TravisOps 0",
            Installation = "lab",
            CreatedAt = worker.CollectedAt,
            Anonymized = false,
            Sources = [],
            Files = [.. all.Select(file => new ManifestFile(file.Key, file.Value.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Value))))],
        }));
        return all;
    }

    private string Write(Dictionary<string, byte[]> files, BundleFormat format, bool encrypted)
    {
        var archive = format == BundleFormat.Zip ? Zip(files) : TarGz(files);
        var path = _folder.File("case" + Directory.GetFileSystemEntries(_folder.Path).Length);
        using var output = File.Create(path);
        if (encrypted)
        {
            var installation = new TravisInstallation("lab", new TravisHost { ComputerName = Platform, Role = TravisRole.Platform }, []);
            BundleProtection.Encrypt(new MemoryStream(archive), output, new BundleOptions { Installation = installation, Hosts = [], Ssh = new SshOptions(), Path = path, ToolVersion = "0", Passphrase = Passphrase() });
        }
        else
        {
            output.Write(archive);
        }

        return path;
    }

    private static byte[] Zip(Dictionary<string, byte[]> files)
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                using var entry = zip.CreateEntry(file.Key).Open();
                entry.Write(file.Value);
            }
        }

        return memory.ToArray();
    }

    private static byte[] TarGz(Dictionary<string, byte[]> files)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var file in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Key) { DataStream = new MemoryStream(file.Value) });
            }
        }

        return memory.ToArray();
    }

    private static byte[] Gzip(string text)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}
