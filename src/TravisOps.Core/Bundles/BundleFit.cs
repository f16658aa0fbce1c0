using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Archives;

namespace TravisOps.Bundles;

/// <summary>
/// Makes the logs fit into what an archive may take, compressed as they are: hosts share the room, what one does not need the others get; on each the newest come first.
/// One that fits in part keeps its newest end and begins with a line that says so; older ones are left out.
/// </summary>
internal sealed class BundleFit
{
    // What an archive needs for a file besides its content, at the most: the headers of zip or of tar, and its line in the manifest and on the page.
    private const int PerFile = 700;

    // Less of a log tells nothing.
    private const int Least = 4 * 1024;

    private const int Attempts = 4;

    private readonly FileSpool _spool;
    private readonly Dictionary<string, SpooledFile> _files;

    public BundleFit(FileSpool spool)
    {
        _spool = spool;
        _files = spool.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    /// <summary>What a file takes in an archive, at the most.</summary>
    public static long SizeOf(SpooledFile file) => file.CompressedLength + PerFile + (4 * file.Path.Length);

    /// <summary>Takes away what is too much.</summary>
    /// <param name="logs">What came, by host and kind.</param>
    /// <param name="room">Bytes that the logs may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is left of each, in the same order.</returns>
    public IReadOnlyList<ContractEntry> Apply(IReadOnlyList<StreamedLogs> logs, long room, CancellationToken cancellationToken)
    {
        var hosts = logs.Select((log, i) => (log, i)).GroupBy(one => one.log.Entry.ComputerName).ToList();
        var share = Share([.. hosts.Select(host => host.Sum(one => one.log.Files.Sum(Size)))], room);
        var entries = logs.Select(log => log.Entry).ToArray();
        foreach (var host in hosts.Where(host => host.Sum(one => one.log.Files.Sum(Size)) > share))
        {
            var left = share;
            var over = new HashSet<int>();

            // The newest file of each kind, then the next of each.
            foreach (var (file, i) in host.SelectMany(one => one.log.Files.Select((file, rank) => (file, one.i, rank))).OrderBy(one => one.rank).Select(one => (one.file, one.i)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!over.Contains(i) && Size(file) <= left)
                {
                    left -= Size(file);
                    continue;
                }

                var kept = over.Add(i) && file.CanBeCut && left > PerFile + Least ? Cut(file, left) : null;
                entries[i] = Changed(entries[i], file, kept);
                left -= kept is null ? 0 : Size(file);
                if (kept is null)
                {
                    _spool.Remove(_files[file.Path]);
                    _files.Remove(file.Path);
                }
            }
        }

        // By what they have become: a secret that was met later has been taken out of some since they came.
        return [.. entries.Zip(logs, (entry, log) => entry with { Bytes = log.Files.Sum(file => _files.TryGetValue(file.Path, out var spooled) ? spooled.Length : 0) })];
    }

    // The most that a host may have, so that all together have the room.
    private static long Share(IReadOnlyList<long> sizes, long room)
    {
        if (sizes.Sum() <= room)
        {
            return long.MaxValue;
        }

        var left = Math.Max(0, room);
        var sorted = sizes.OrderBy(size => size).ToList();
        for (var i = 0; i < sorted.Count; i++)
        {
            var even = left / (sorted.Count - i);
            if (sorted[i] > even)
            {
                return even;
            }

            left -= sorted[i];
        }

        return left;
    }

    private long Size(StreamedFile file) => _files.TryGetValue(file.Path, out var spooled) ? SizeOf(spooled) : 0;

    // The bytes that were cut away, all told; null when it did not fit at all. Not all parts of a log compress alike, so it is tried.
    private long? Cut(StreamedFile file, long room)
    {
        var whole = _files[file.Path];
        var wanted = room - PerFile - (4 * file.Path.Length);
        var keep = (double)wanted / whole.CompressedLength;
        for (var attempt = 0; attempt < Attempts; attempt++, keep *= 0.8)
        {
            var skip = (long)(whole.Length * (1 - (keep * 0.97)));
            var gone = skip + file.Cut - (file.Cut > 0 ? CutStream.MarkLength(file.Cut) : 0);
            using var content = FileSpool.OpenRead(whole);
            Skip(content, skip);
            using var again = _spool.Replace(whole);
            new CutStream(content, gone).CopyTo(again);
            var cut = again.Complete();
            _files[file.Path] = cut;
            if (cut.CompressedLength <= wanted)
            {
                return gone;
            }
        }

        return null;
    }

    private static void Skip(Stream content, long count)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while (count > 0 && (read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, count))) > 0)
        {
            count -= read;
        }
    }

    private static ContractEntry Changed(ContractEntry entry, StreamedFile file, long? gone)
    {
        var name = file.Path.Substring(file.Path.LastIndexOf('/') + 1);
        var why = gone is null
            ? $"{name}: left out to keep within -MaxSize"
            : string.Format(CultureInfo.InvariantCulture, "{0}: its first {1} bytes were cut away to keep within -MaxSize", name, gone);
        return entry with
        {
            State = entry.State == ContractState.Partial ? ContractState.Partial : entry.Files == 1 && gone is null ? ContractState.Missing : ContractState.Cut,
            Files = entry.Files - (gone is null ? 1 : 0),
            Reason = entry.Reason is null ? why + "." : $"{entry.Reason.TrimEnd('.')}; {why}.",
        };
    }
}
