using System;
using System.IO;
using TravisOps.Tar;

namespace TravisOps.Archives;

/// <summary>Reads a tar (V7, ustar, GNU and pax) that somebody else made, forward. Folders are passed over; links and devices are told of or refused, and files with holes refused.</summary>
internal static class UntrustedTar
{
    // What stands for bytes that are no UTF-8. Two such names could be taken for one.
    private const char Replaced = '\uFFFD';

    /// <summary>Hands over the files in their order.</summary>
    /// <param name="tar">The tar, unpacked.</param>
    /// <param name="limits">What is taken at the most.</param>
    /// <param name="budget">What may still be read.</param>
    /// <param name="visit">Gets each file; what it leaves unread is passed over.</param>
    /// <param name="link">Gets the name of each link or device; null to refuse the archive for one.</param>
    /// <exception cref="ArchiveException">It is none, damaged, or meant to do harm.</exception>
    public static void Read(Stream tar, ArchiveLimits limits, ArchiveBudget budget, Action<ArchiveEntry> visit, Action<string>? link = null)
    {
        var paths = new ArchivePaths(limits);
        var reader = new TarReader(tar, limits.HeaderBytes);
        for (var count = 0; Next(reader) is { } item; count++)
        {
            // Files are counted by their paths; folders and links cost time too.
            if (count >= limits.Entries * 4L)
            {
                throw new ArchiveException($"It has more than {limits.Entries} entries.");
            }

            if (item.Path.IndexOf(Replaced) >= 0)
            {
                throw new ArchiveException("The name of an entry is no UTF-8.");
            }

            if (item.Size > limits.EntryBytes)
            {
                throw new ArchiveException($"{ArchivePaths.Shown(item.Path)} is larger than is taken.");
            }

            switch (item.Type)
            {
                case '0' or '7':
                    using (var content = new CheckedStream(reader.OpenContent(item), item.Size, null, budget))
                    {
                        visit(new ArchiveEntry(paths.Take(item.Path), item.Size, content));
                        content.Drain();
                    }

                    break;
                case '5':
                    if (item.Path is not ("" or "."))
                    {
                        ArchivePaths.Check(item.Path, limits);
                    }

                    break;
                case '1' or '2' or '3' or '4' or '6' when link is not null:
                    link(item.Path);
                    break;
                default:
                    throw new ArchiveException($"{ArchivePaths.Shown(item.Path)} is a link, a device, a file with holes or something unknown.");
            }
        }
    }

    private static TarItem? Next(TarReader reader)
    {
        try
        {
            return reader.Next();
        }
        catch (InvalidDataException error)
        {
            throw new ArchiveException($"It is no tar, or damaged: {error.Message}.", error);
        }
    }
}
