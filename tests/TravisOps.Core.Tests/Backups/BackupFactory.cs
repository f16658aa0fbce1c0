using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TravisOps.Backups;
using TravisOps.Tar;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Writes backups as Backup-TravisData does, of given data.</summary>
internal static class BackupFactory
{
    /// <summary>Writes one and gives the archive's path.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="dump">The dump; null for none.</param>
    /// <param name="tar">What the platform's tar wrote; null for one file of a log.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="change">What is to be else in the manifest; may be null.</param>
    /// <param name="before">Another dump that stands before it, with its database's name; may be null.</param>
    public static string Write(string folder, byte[]? dump, byte[]? tar = null, BackupCompression compression = BackupCompression.Zstd, Func<BackupManifest, BackupManifest>? change = null, (string Name, byte[] Dump)? before = null)
    {
        DateTime now = new(2026, 11, 26, 9, 0, 0, DateTimeKind.Utc);
        string path = Path.Combine(folder, BackupLayout.ArchiveName("platform.lab.test", now, compression));
        MemoryStream content = new();
        List<BackupDatabase> databases = [];
        foreach ((string name, byte[] bytes) in new[] { before, dump is null ? null : ("travis_production", dump) }.OfType<(string, byte[])>())
        {
            int parts = 0;
            foreach (byte[] part in bytes.Chunk(BackupLayout.DumpPartSize))
            {
                Add(content, BackupLayout.DumpPart(name, ++parts), part, now);
            }

            databases.Add(new() { Name = name, Parts = parts, Size = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        }

        if (tar is null)
        {
            AddFolder(content, "var/travis", now);
            AddFolder(content, "etc/travis", now);
            Add(content, "var/travis/log/travis.log", "I app[scheduler]: hello\n"u8.ToArray(), now);
            content.Write(new byte[1024]);
        }
        else
        {
            content.Write(tar);
        }

        content.Position = 0;
        List<BackupEntry> entries = ArchiveScanner.Scan(content);
        content.Position = 0;
        using (FileStream file = File.Create(path))
        {
            if (compression == BackupCompression.None)
            {
                content.CopyTo(file);
            }
            else
            {
                using Stream compressed = BackupDecompression.Compress(file, compression);
                content.CopyTo(compressed);
            }
        }

        byte[] archive = File.ReadAllBytes(path);
        BackupManifest manifest = new()
        {
            ComputerName = "platform.lab.test",
            CreatedAt = now,
            FinishedAt = now,
            Mode = dump is null ? BackupMode.Cold : BackupMode.Hot,
            IsConsistent = true,
            ArchiveName = Path.GetFileName(path),
            ArchiveSize = archive.Length,
            ArchiveSha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
            Compression = compression,
            Paths = ["/var/travis", "/etc/travis"],
            Databases = databases,
            PostgresVersion = "15.18",
            KeyFingerprint = "tk1:00112233445566778899aabbccddeeff",
            ToolVersion = "1.0.0",
            ContentSize = entries.Sum(entry => entry.Size),
            Entries = entries,
        };
        File.WriteAllBytes(BackupLayout.ManifestOf(path), BackupManifestFile.ToBytes(change is null ? manifest : change(manifest)));
        return path;
    }

    private static void AddFolder(Stream tar, string name, DateTime time)
    {
        byte[] header = TarHeader.ForFile(name + "/", 0, time);
        header[156] = (byte)'5';
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        tar.Write(header);
    }

    private static void Add(Stream tar, string name, byte[] bytes, DateTime time)
    {
        tar.Write(TarHeader.ForFile(name, bytes.Length, time));
        tar.Write(bytes);
        tar.Write(new byte[(TarHeader.BlockSize - (bytes.Length % TarHeader.BlockSize)) % TarHeader.BlockSize]);
    }
}
