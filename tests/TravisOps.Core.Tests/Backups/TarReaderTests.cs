using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using TravisOps.Backups;
using TravisOps.Core.Tests.Installations;
using TravisOps.Core.Tests.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Against what the machine's GNU tar writes.</summary>
public sealed class TarReaderTests
{
    private const string Odd = """
        cd "$1"
        mkdir -p 'd/with space' "d/$(printf 'n%.0s' $(seq 120))/$(printf 'm%.0s' $(seq 120))"
        printf 'hello' >d/file; chmod 4750 d/file; touch -d '2001-02-03 04:05:06 UTC' d/file
        : >d/empty; ln d/file d/hard; ln -s ../elsewhere d/soft; mkfifo d/pipe
        printf 'x' >"d/$(printf 'n%.0s' $(seq 120))/$(printf 'm%.0s' $(seq 120))/long"
        ln -s "$(printf 't%.0s' $(seq 150))" d/longlink
        printf 'q' >"d/odd
        name\\with'quotes"
        printf 'ü' >'d/ümlaut'
        truncate -s 3M d/sparse; printf 'mid' | dd of=d/sparse bs=1 seek=1000000 conv=notrunc status=none; printf 'end' | dd of=d/sparse bs=1 seek=3145725 conv=notrunc status=none
        for i in $(seq 30); do printf "$i" | dd of=d/many bs=1 seek=$((i * 200000)) conv=notrunc status=none; done
        truncate -s 1M d/hole
        head -c 512 /dev/urandom >d/block
        """;

    [Theory]
    [InlineData("--format=gnu -S")]
    [InlineData("--format=gnu")]
    [InlineData("--format=posix")]
    public void Everything_is_read_as_tar_wrote_it(string options)
    {
        using var folder = new TemporaryFolder();
        SshdFixture.Execute("sh", "-euc", Odd.Replace("\r", string.Empty), "sh", folder.Path);
        var archive = Path.Combine(folder.Path, "a.tar");
        SshdFixture.Execute("sh", "-euc", $"tar -C \"$1\" {options} --numeric-owner -cf \"$1/a.tar\" d", "sh", folder.Path);
        using var file = File.OpenRead(archive);
        var entries = ArchiveScanner.Scan(file);

        Assert.Equal(SshdFixture.Execute("tar", "-tf", archive, "--quoting-style=literal", "--null").Length > 0, entries.Count > 0);
        foreach (var entry in entries.Where(one => one.Type == BackupEntryType.File))
        {
            var path = Path.Combine(folder.Path, entry.Path);
            Assert.Equal(new FileInfo(path).Length, entry.Size);
            using var content = File.OpenRead(path);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), entry.Sha256);
        }

        BackupEntry One(string name) => entries.Single(entry => entry.Path == "d/" + name);
        var links = new[] { One("file"), One("hard") };
        Assert.Equal("d/file", Assert.Single(links, link => link.Type == BackupEntryType.HardLink).LinkTarget is "d/file" or "d/hard" ? "d/file" : "wrong");
        var owner = Assert.Single(links, link => link.Type == BackupEntryType.File);
        Assert.Equal(("4750", 5, new DateTime(2001, 2, 3, 4, 5, 6)), (owner.Mode, owner.Size, owner.ModifiedAt));
        Assert.Equal((BackupEntryType.SymbolicLink, "../elsewhere"), (One("soft").Type, One("soft").LinkTarget));
        Assert.Equal(150, One("longlink").LinkTarget!.Length);
        Assert.Equal(BackupEntryType.Fifo, One("pipe").Type);
        Assert.Contains(entries, entry => entry.Path.EndsWith("/long", StringComparison.Ordinal));
        Assert.Contains(entries, entry => entry.Path == "d/odd\nname\\with'quotes");
        Assert.Equal(3 * 1024 * 1024, One("sparse").Size);
    }

    [Fact]
    public void Every_cut_is_noticed()
    {
        using var folder = new TemporaryFolder();
        SshdFixture.Execute("sh", "-euc", "cd \"$1\"; mkdir d; printf a >d/a; printf b >d/b; tar --format=gnu -b 1 -cf a.tar d", "sh", folder.Path);
        var whole = File.ReadAllBytes(Path.Combine(folder.Path, "a.tar"));
        Assert.Equal(3, ArchiveScanner.Scan(new MemoryStream(whole)).Count);
        for (var length = 0; length < whole.Length; length += 128)
        {
            Assert.Throws<InvalidDataException>(() => ArchiveScanner.Scan(new MemoryStream(whole, 0, length)));
        }
    }
}
