using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using TravisOps.Files;
using TravisOps.Tar;

namespace TravisOps.Backups;

/// <summary>Reads a tar stream to its end and hashes every file in it.</summary>
internal static class ArchiveScanner
{
    /// <summary>Reads it.</summary>
    /// <param name="tar">The uncompressed archive.</param>
    /// <param name="entry">Gets each entry when its content has passed.</param>
    /// <param name="content">Gets the content of each file as it passes, holes as zeros; may be null.</param>
    /// <exception cref="InvalidDataException">It is no archive, or cut.</exception>
    public static void Scan(Stream tar, Action<BackupEntry> entry, Action<TarItem, byte[], int>? content = null)
    {
        var reader = new TarReader(tar);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (reader.Next() is { } item)
        {
            if (!item.IsFile)
            {
                entry(BackupEntry.From(item, null));
                continue;
            }

            reader.ReadContent(item, (buffer, count) =>
            {
                hash.AppendData(buffer, 0, count);
                content?.Invoke(item, buffer, count);
            });
            entry(BackupEntry.From(item, Hex.Lower(hash.GetHashAndReset())));
        }

        reader.ReadRest();
    }

    /// <summary>Reads it into a list.</summary>
    public static List<BackupEntry> Scan(Stream tar)
    {
        var entries = new List<BackupEntry>();
        Scan(tar, entries.Add);
        return entries;
    }
}
