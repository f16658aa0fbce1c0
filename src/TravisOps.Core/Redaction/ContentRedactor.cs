using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Ssh;
using TravisOps.Tar;

namespace TravisOps.Redaction;

/// <summary>
/// Brings whatever a host gave into the spool, redacted: text as it is; gzip, tar and zip opened, archives within archives too, each file of them under
/// the archive's name. What can't be looked through is left out and listed. Safe for several threads.
/// </summary>
internal sealed class ContentRedactor
{
    private const int MaxDepth = 4;

    // Where the report counts what was taken out of names.
    private const string Names = "names";

    // A zip's directory stands at its end: it has to be in memory as a whole.
    private const int MaxZip = 32 * 1024 * 1024;

    private readonly Redactor _redactor;
    private readonly FileSpool _spool;
    private readonly RedactionReport _report;
    private readonly ArchiveLimits _limits;
    private readonly ConcurrentDictionary<string, int> _searchedFor = new(StringComparer.Ordinal);

    public ContentRedactor(Redactor redactor, FileSpool spool, RedactionReport report, ArchiveLimits? limits = null)
    {
        _redactor = redactor;
        _spool = spool;
        _report = report;
        _limits = limits ?? new ArchiveLimits { Entries = 20_000, EntryBytes = 1L << 30, TotalBytes = 4L << 30 };
    }

    /// <summary>Puts a file into the spool.</summary>
    /// <param name="folder">The folder in the bundle, ours: empty, or with a slash at its end.</param>
    /// <param name="name">The file's name, the host's: it is redacted as its content is.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="added">Gets what it became, by the names that it has in the spool.</param>
    /// <returns>True when it is there; for an archive, when it was read to its end.</returns>
    /// <exception cref="IOException">The source broke, or the disk is full.</exception>
    public bool Add(string folder, string name, Stream content, CancellationToken cancellationToken, ICollection<SpooledFile>? added = null) =>
        Add(new Source(folder, added ?? [], new ArchiveBudget(_limits), cancellationToken), name, content, 0);

    /// <summary>How many secrets were known, and so were looked for, when a file came; 0 for another.</summary>
    public int SearchedFor(string path) => _searchedFor.TryGetValue(path, out var count) ? count : 0;

    private bool Add(Source from, string name, Stream content, int depth)
    {
        var source = new PeekStream(content, TarHeader.BlockSize);
        try
        {
            var start = source.Start;
            if (GzipMembers.IsGzip(start))
            {
                ThrowIfTooDeep(depth);
                using var unpacked = new GzipReader(source, from.Budget);
                return Add(from, WithoutGzip(name), new BudgetStream(unpacked, from.Budget), depth + 1);
            }

            if (TarHeader.IsFirst(start))
            {
                ThrowIfTooDeep(depth);
                UntrustedTar.Read(
                    source,
                    _limits,
                    from.Budget,
                    entry => Add(from, name + "/" + entry.Path, entry.Content, depth + 1),
                    link => Omit(from, name + "/" + link, "It is a link or a device."));
                return true;
            }

            if (start.Length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] is 3 or 5 or 7)
            {
                ThrowIfTooDeep(depth);
                ZipReader.Read(ToMemory(source), _limits, from.Budget, entry => Add(from, name + "/" + entry.Path, entry.Content, depth + 1));
                return true;
            }

            ThrowIfPacked(start);
            return AddText(from, name, source);
        }
        catch (Exception error) when (error is UnredactableException or ArchiveException)
        {
            Omit(from, name, error.Message);
            return false;
        }
    }

    private bool AddText(Source from, string name, Stream source)
    {
        using var writer = _spool.Create(Named(from, name));
        _searchedFor[writer.ArchivePath] = _redactor.KnownCount;
        _redactor.Redact(source, writer, writer.ArchivePath, from.CancellationToken);
        from.Added.Add(writer.Complete());
        return true;
    }

    // A reason may name an entry.
    private void Omit(Source from, string name, string reason) => _report.Omit(Named(from, name), _redactor.Redact(PlainText.Harmless(reason), Names));

    // Names that came from a host are redacted as their content is, and fit every file system.
    private string Named(Source from, string name) => from.Folder + string.Join("/", _redactor.Redact(PlainText.Harmless(name), Names).Split('/').Select(Safe));

    private static string Safe(string name)
    {
        const int MaxName = 120;
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or '+' or '@' or '~' or '=' ? c : '_');
        }

        var safe = text.ToString().Trim('.');
        return safe.Length == 0 ? "_" : safe.Length > MaxName ? safe.Substring(0, MaxName) : safe;
    }

    private static string WithoutGzip(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path.Substring(0, path.Length - 3)
        : path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) ? path.Substring(0, path.Length - 4)
        : path;

    private static void ThrowIfTooDeep(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new UnredactableException($"It is an archive within {MaxDepth} others, which is not opened.");
        }
    }

    private static void ThrowIfPacked(ReadOnlySpan<byte> start)
    {
        var packer = start.StartsWith("BZh"u8) ? "bzip2"
            : start.StartsWith(s_xz) ? "xz"
            : start.StartsWith(s_zstd) ? "zstd"
            : start.StartsWith("7z"u8) && start.Length > 3 && start[2] == 0xBC ? "7-Zip"
            : null;
        if (packer is not null)
        {
            throw new UnredactableException($"It is packed with {packer}, which is not opened.");
        }
    }

    private static readonly byte[] s_xz = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'];

    private static readonly byte[] s_zstd = [0x28, 0xB5, 0x2F, 0xFD];

    private static MemoryStream ToMemory(Stream source)
    {
        var memory = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = source.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (memory.Length + read > MaxZip)
            {
                throw new UnredactableException($"It is a zip of more than {MaxZip / (1024 * 1024)} MB, which is not opened.");
            }

            memory.Write(buffer, 0, read);
        }

        memory.Position = 0;
        return memory;
    }

    /// <summary>What is the same for a file of a host and all that is in it.</summary>
    private sealed record Source(string Folder, ICollection<SpooledFile> Added, ArchiveBudget Budget, CancellationToken CancellationToken);

    /// <summary>Counts what a gzip alone becomes.</summary>
    private sealed class BudgetStream(Stream source, ArchiveBudget budget) : ReadStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = source.Read(buffer, offset, count);
            budget.Take(read);
            return read;
        }
    }
}
