using System;
using System.IO;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Evidence;

public sealed class EvidenceStoreTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory().FullName;

    private string Folder => Path.Combine(_parent, "evidence");

    public void Dispose() => Directory.Delete(_parent, true);

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var written = new[] { Platform(), Worker("worker-2"), Worker("10.0.0.1"), Down("fe80::1%eth0"), Worker("con"), Worker("..") };
        EvidenceStore.Write(Folder, written);
        var read = EvidenceStore.Read(Folder);

        Assert.Equal(["platform.example.com", "..", "10.0.0.1", "con", "fe80::1%eth0", "worker-2"], read.Select(host => host.ComputerName));
        foreach (var host in written)
        {
            var same = read.Single(other => other.ComputerName == host.ComputerName);
            Assert.Equal(host.Items, same.Items);
            Assert.Equal(host with { Items = [] }, same with { Items = [] });
            Assert.Equal(DateTimeKind.Utc, same.CollectedAt.Kind);
        }
    }

    [Fact]
    public void Same_evidence_gives_the_same_bytes_without_carriage_returns_or_a_mark()
    {
        EvidenceStore.Write(Folder, [Platform()]);
        EvidenceStore.Write(Folder + "2", EvidenceStore.Read(Folder));
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

        Assert.Equal(["docker.info.txt", "host.json", "odd.txt"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace(Folder, Folder + "2", StringComparison.Ordinal))));
        var json = File.ReadAllText(Path.Combine(Folder, "platform.example.com", "host.json"));
        Assert.StartsWith("{\n  \"version\": 1,\n  \"computerName\": \"platform.example.com\",\n  \"role\": \"Platform\",\n  \"collectedAt\": \"2026-11-23T20:36:05.1234567Z\"", json, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"Collected\"", json, StringComparison.Ordinal);
        Assert.Contains("it's \\\"größer\\\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_stands_in_files_as_the_host_printed_it()
    {
        EvidenceStore.Write(Folder, [Platform()]);

        Assert.Equal("Server Version: 17.06\n", File.ReadAllText(Path.Combine(Folder, "platform.example.com", "docker.info.txt")));
    }

    [Fact]
    public void Only_the_owner_may_see_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        EvidenceStore.Write(Folder, [Platform()]);

        foreach (var folder in new[] { Folder, Path.Combine(Folder, "platform.example.com") })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new FileInfo(folder).UnixFileMode);
        }

        Assert.All(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode));
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_left_alone()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "mine"), "mine");
        var error = Assert.Throws<EvidenceStoreException>(() => EvidenceStore.Write(Folder, [Platform()]));

        Assert.Equal(Folder, error.Path);
        Assert.Equal(["evidence"], Directory.GetFileSystemEntries(_parent).Select(Path.GetFileName));
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
        File.Delete(Path.Combine(Folder, "mine"));
        EvidenceStore.Write(Folder, [Platform()]);
        Assert.Single(EvidenceStore.Read(Folder));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        Assert.Throws<ArgumentException>(() => EvidenceStore.Write(Folder, [Platform(), Worker("same"), Worker("SAME")]));
        Assert.Throws<ArgumentException>(() => EvidenceStore.Write(Folder, [Platform() with { Items = [new EvidenceItem { Name = "../up", Source = "x", Status = EvidenceStatus.Lost }] }]));
        Assert.Throws<EvidenceStoreException>(() => EvidenceStore.Write(Path.Combine("/proc", "evidence"), [Platform()]));

        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version 2")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "version")]
    [InlineData("\"version\"", "\"veersion\"", "version")]
    [InlineData("\"Platform\"", "\"Boss\"", "role")]
    [InlineData("\"Platform\"", "0", "role")]
    [InlineData("\"items\": [", "\"surprise\": [", "surprise")]
    [InlineData("\"name\": \"docker.info\"", "\"name\": \"../../up\"", "../../up")]
    [InlineData("\"name\": \"docker.info\"", "\"name\": \"odd\"", "odd")]
    [InlineData("\"name\": \"docker.info\"", "\"name\": null", "null")]
    [InlineData("\"name\": \"docker.info\"", "\"name\": \"elsewhere\"", "elsewhere")]
    [InlineData("\"connection\": {", "\"connection\": [", "host.json")]
    [InlineData("}", "", "host.json")]
    public void A_broken_host_file_is_one_error_that_names_it(string good, string bad, string says)
    {
        EvidenceStore.Write(Folder, [Platform()]);
        var file = Path.Combine(Folder, "platform.example.com", "host.json");
        var json = File.ReadAllText(file);
        Assert.Contains(good, json, StringComparison.Ordinal);
        var at = json.LastIndexOf(good, StringComparison.Ordinal);
        File.WriteAllText(file, json.Remove(at, good.Length).Insert(at, bad));

        var error = Assert.Throws<EvidenceStoreException>(() => EvidenceStore.Read(Folder));
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("platform.example.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_pipes_and_files_that_are_too_large_or_no_text_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links take a privilege there.");
        var secret = Path.Combine(_parent, "secret");
        File.WriteAllText(secret, "secret");
        var text = Path.Combine(Folder, "platform.example.com", "docker.info.txt");

        void Refused(string why, Action change)
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, true);
            }

            EvidenceStore.Write(Folder, [Platform()]);
            change();
            Assert.Contains(why, Assert.Throws<EvidenceStoreException>(() => EvidenceStore.Read(Folder)).Message, StringComparison.Ordinal);
        }

        Refused("link", () =>
        {
            File.Delete(text);
            File.CreateSymbolicLink(text, secret);
        });
        Refused("link", () =>
        {
            Directory.Delete(Folder, true);
            EvidenceStore.Write(Folder + "2", [Platform()]);
            Directory.CreateDirectory(Folder);
            Directory.CreateSymbolicLink(Path.Combine(Folder, "platform.example.com"), Path.Combine(Folder + "2", "platform.example.com"));
        });
        Refused("link", () =>
        {
            var json = Path.Combine(Folder, "platform.example.com", "host.json");
            File.Move(json, json + ".real");
            File.CreateSymbolicLink(json, json + ".real");
        });
        Refused("empty", () =>
        {
            File.Delete(text);
            Ssh.SshdFixture.Execute("mkfifo", text);
        });
        Refused("too large", () =>
        {
            using var file = File.OpenWrite(text);
            file.SetLength(EvidenceStore.MaxFileBytes + 1L);
        });
        Refused("UTF-8", () => File.WriteAllBytes(text, [0xFF, 0xFE]));
        Refused("docker.info.txt", () => File.Delete(text));
        Refused("no evidence", () => Directory.Delete(Path.Combine(Folder, "platform.example.com"), true));
        Refused("evidence", () => Directory.Delete(Folder, true));
    }

    [Fact]
    public void A_byte_order_mark_in_a_text_is_part_of_it()
    {
        var host = Worker("w") with { Items = [new EvidenceItem { Name = "bom", Source = "cat bom", Status = EvidenceStatus.Collected, Text = "\uFEFFx" }] };
        EvidenceStore.Write(Folder, [host]);

        Assert.Equal("\uFEFFx", EvidenceStore.Read(Folder)[0].Items[0].Text);
    }

    private static HostEvidence Platform() => new()
    {
        ComputerName = "platform.example.com",
        Role = TravisRole.Platform,
        CollectedAt = new DateTime(2026, 11, 23, 20, 36, 5, DateTimeKind.Utc).AddTicks(1234567),
        Duration = TimeSpan.FromTicks(12345678),
        Connection = new ConnectionEvidence
        {
            Online = true,
            LoggedIn = true,
            Latency = TimeSpan.FromMilliseconds(1.5),
            ServerVersion = "SSH-2.0-OpenSSH_9.2p1",
            HostKeyType = "ssh-ed25519",
            HostKeyFingerprint = "SHA256:abc",
            UserName = "ops",
            Root = RootAccess.None,
            RootFailure = new HostFailure(HostFailureKind.SudoDenied, "no", "ask"),
            ClockOffset = TimeSpan.FromSeconds(-3.25),
        },
        Items =
        [
            new EvidenceItem { Name = "docker.info", Source = "docker info", Status = EvidenceStatus.Collected, ExitCode = 0, Text = "Server Version: 17.06\n", Duration = TimeSpan.FromMilliseconds(30) },
            new EvidenceItem { Name = "odd", Source = "printf 'a\nb'", Status = EvidenceStatus.TimedOut, ExitCode = 124, Text = "a\r\nb\0\uFFFD ü\u2028", ErrorText = "it's \"größer\"\n<&>", Truncated = true },
            new EvidenceItem { Name = "none", Source = "/no/such/file", Status = EvidenceStatus.NotFound, ErrorText = "No such file" },
            new EvidenceItem { Name = "behind", Source = "docker ps", Status = EvidenceStatus.Skipped, SkippedAfter = "odd" },
        ],
    };

    private static HostEvidence Worker(string name) => Platform() with { ComputerName = name, Role = TravisRole.Worker };

    private static HostEvidence Down(string name) => new()
    {
        ComputerName = name,
        Role = TravisRole.Worker,
        CollectedAt = new DateTime(2026, 11, 23, 20, 36, 5, DateTimeKind.Utc),
        Failure = new HostFailure(HostFailureKind.NoAnswer, "no answer", "look"),
    };
}
