using System;
using System.IO;

namespace TravisOps.Archives;

/// <summary>Reads an archive that came from elsewhere, zip or .tar.gz, without trusting anything in it. Nothing is written anywhere.</summary>
internal static class SafeArchive
{
    /// <summary>Hands over the files one after another.</summary>
    /// <param name="archive">A stream that can seek, at its beginning.</param>
    /// <param name="limits">What is taken at the most.</param>
    /// <param name="visit">Gets each file.</param>
    /// <exception cref="ArchiveException">It is neither, damaged, or meant to do harm. Files that were handed over before are not to be trusted either.</exception>
    public static void Read(Stream archive, ArchiveLimits limits, Action<ArchiveEntry> visit)
    {
        var start = new byte[4];
        var read = archive.Read(start, 0, start.Length);
        archive.Position = 0;
        var budget = new ArchiveBudget(limits);
        if (read == 4 && start[0] == 'P' && start[1] == 'K')
        {
            ZipReader.Read(archive, limits, budget, visit);
        }
        else if (GzipMembers.IsGzip(start))
        {
            using var tar = new GzipReader(archive, budget);
            UntrustedTar.Read(tar, limits, budget, visit);

            // To its end: there its checksum is.
            var rest = new byte[32 * 1024];
            while (tar.Read(rest, 0, rest.Length) is > 0 and var more)
            {
                budget.Take(more);
            }
        }
        else
        {
            throw new ArchiveException("It is neither a zip nor a .tar.gz.");
        }
    }
}
