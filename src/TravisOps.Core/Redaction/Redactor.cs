using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

namespace TravisOps.Redaction;

/// <summary>
/// Takes secrets out of text: known values in all their forms, then what patterns find, then what looks random beside a name that may be a
/// secret's. It reads and writes streams with bounded memory, whatever their length and that of their lines. Safe for several threads.
/// </summary>
public sealed class Redactor
{
    // With what is looked at ahead half a MiB, which is what the pool then gives.
    private const int BufferSize = 384 * 1024;

    // What a rule may look ahead (a JSON object under a secret's name, and its last value) and behind (a name before its value).
    private const int LastValue = 8 * 1024;
    private const int MinAhead = StructuredValues.MaxContainer + LastValue;
    private const int Behind = 8 * 1024;

    private readonly Pseudonyms _pseudonyms;
    private readonly KnownSecrets _known;
    private readonly Anonymizer? _anonymizer;
    private readonly RedactionReport _report;

    /// <summary>A redactor of one case.</summary>
    /// <param name="pseudonyms">The case.</param>
    /// <param name="known">The values known so far. Further ones that the patterns find are added; what was written before does not know them, see <see cref="KnownSecrets.Count"/>.</param>
    /// <param name="report">Gets the counts.</param>
    /// <param name="anonymizer">Takes host names, users and addresses too; null to leave them.</param>
    public Redactor(Pseudonyms pseudonyms, KnownSecrets known, RedactionReport report, Anonymizer? anonymizer = null)
    {
        _pseudonyms = pseudonyms ?? throw new ArgumentNullException(nameof(pseudonyms));
        _known = known ?? throw new ArgumentNullException(nameof(known));
        _report = report ?? throw new ArgumentNullException(nameof(report));
        _anonymizer = anonymizer;
    }

    /// <summary>How many secrets, and names that are to go, are known by their values.</summary>
    internal int KnownCount => _known.Count + (_anonymizer?.Count ?? 0);

    /// <summary>Redacts a short text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file that it will be in, for the report.</param>
    public string Redact(string text, string file)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text ?? throw new ArgumentNullException(nameof(text))));
        using var output = new MemoryStream();
        Redact(input, output, file, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Redacts a text whose secrets were hidden where it was made: what stands for them stays.</summary>
    internal string RedactMasked(string text, string file)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var output = new MemoryStream();
        Redact(input, output, file, CancellationToken.None, isMasked: true);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Redacts a stream of text to another.</summary>
    /// <param name="input">The text, in UTF-8 or another superset of ASCII.</param>
    /// <param name="output">Gets it redacted.</param>
    /// <param name="file">The file in the bundle, for the report; its name also tells .pgpass and .htpasswd.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="onlyKnown">Only known values: for what was redacted before some of them were known.</param>
    /// <param name="isMasked">It is a <see cref="MaskedAnswer"/>.</param>
    /// <param name="keepsNames">With only known values: names stay, for the file is made of our own words and is put together of parts that have none.</param>
    internal void Redact(Stream input, Stream output, string file, CancellationToken cancellationToken, bool onlyKnown = false, bool isMasked = false, bool keepsNames = false)
    {
        var scanner = _known.Scanner();
        var ahead = Math.Max(MinAhead, scanner.LongestSpan);
        var buffer = RedactionPool.Bytes.Rent(SizeFor(input, BufferSize + ahead));
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var buffers = new ScanBuffers();
        var work = new Work(scanner, buffers, PasswordFields(file), onlyKnown, isMasked) { KeepsNames = keepsNames, HasVersions = file.EndsWith("/bundle.system.packages.txt", StringComparison.Ordinal) };

        // What was redacted before was judged then.
        var kind = onlyKnown ? null : new TextKind();
        try
        {
            int length = 0, done = 0;
            var ended = false;
            while (!ended)
            {
                while (length < buffer.Length)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var read = input.Read(buffer, length, buffer.Length - length);
                    if (read == 0)
                    {
                        ended = true;
                        kind?.Complete();
                        break;
                    }

                    kind?.Take(buffer.AsSpan(length, read));
                    length += read;
                }

                var text = buffer.AsSpan(0, length);
                var limit = ended ? length : Limit(text, done, length - ahead);
                done = Write(text, done, limit, work, output, counts);

                // What lies behind is kept a while: a name before its value, the beginning of a line.
                var drop = ended ? 0 : Math.Max(0, Math.Min(done, limit) - Behind);
                buffer.AsSpan(drop, length - drop).CopyTo(buffer);
                length -= drop;
                done -= drop;
            }

            foreach (var count in counts)
            {
                _report.Add(file, count.Key, count.Value);
            }
        }
        finally
        {
            RedactionPool.Bytes.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Lists what could not be looked through.</summary>
    internal void Omit(string file, string reason) => _report.Omit(file, reason);

    /// <summary>Counts places of known secrets in a stream: the proof that nothing was left.</summary>
    /// <param name="input">The text.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="keepsNames">Names that are to go elsewhere may be in it.</param>
    internal long CountKnown(Stream input, CancellationToken cancellationToken, bool keepsNames = true)
    {
        // Of a name at the border of a block the rest is not in sight; whatever stood that far in front was seen with the block before.
        const int Border = 1024;
        var names = keepsNames ? null : _anonymizer;
        var hits = new List<RedactionHit>();
        var isFirst = true;
        var scanner = _known.Scanner();
        var ahead = Math.Max(MinAhead, scanner.LongestSpan);
        var buffer = RedactionPool.Bytes.Rent(SizeFor(input, BufferSize + ahead));
        using var buffers = new ScanBuffers();
        var found = new List<(int Start, int End, int Secret)>();
        long count = 0;
        try
        {
            var length = 0;
            var ended = false;
            while (!ended)
            {
                while (length < buffer.Length && !ended)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var read = input.Read(buffer, length, buffer.Length - length);
                    ended = read == 0;
                    length += read;
                }

                found.Clear();
                scanner.Find(buffer.AsSpan(0, length), buffers, found);
                count += found.Count;
                if (names is not null)
                {
                    hits.Clear();
                    names.FindKnown(buffer.AsSpan(0, length), hits);
                    foreach (var hit in hits)
                    {
                        count += (isFirst || hit.Start >= Border) && (ended || hit.End < length - Border) ? 1 : 0;
                    }

                    isFirst = false;
                }

                var keep = Math.Min(length, ahead);
                buffer.AsSpan(length - keep, keep).CopyTo(buffer);
                length = keep;
            }
        }
        finally
        {
            RedactionPool.Bytes.Return(buffer, clearArray: true);
        }

        return count;
    }

    // Most texts are short, and a buffer is cleared when it is given back. One byte more, so that the end is seen.
    private static int SizeFor(Stream input, int most) => input is MemoryStream memory ? (int)Math.Min(most, memory.Length + 1) : most;

    // The last line end that leaves room to look ahead, or just that place when the line is longer than the buffer.
    private static int Limit(ReadOnlySpan<byte> text, int done, int most)
    {
        var line = text.Slice(done, Math.Max(0, most - done)).LastIndexOf((byte)'\n');
        return line < 0 ? Math.Max(done, most) : done + line + 1;
    }

    private static int PasswordFields(string file)
    {
        var name = Path.GetFileName(file).ToLowerInvariant();
        return name.EndsWith("pgpass", StringComparison.Ordinal) || name.EndsWith("pgpass.conf", StringComparison.Ordinal) ? 4
            : name.EndsWith("htpasswd", StringComparison.Ordinal) ? 1
            : 0;
    }

    // Writes what lies between done and the limit; a secret that begins before the limit is taken to its end. Returns how far it came.
    private int Write(ReadOnlySpan<byte> text, int done, int limit, Work work, Stream output, Dictionary<string, long> counts)
    {
        work.Hits.Restart();
        work.Found.Clear();
        work.Scanner.Find(text, work.Buffers, work.Found);
        foreach (var (start, end, secret) in work.Found)
        {
            work.Hits.Add(new RedactionHit(start, end, RedactionRules.Known, work.PseudonymOf(secret, _pseudonyms), null));
        }

        if (!work.OnlyKnown)
        {
            FindOthers(text, work);
        }
        else if (!work.KeepsNames)
        {
            _anonymizer?.FindKnown(text, work.Hits);
        }

        limit = ToEndOfContainer(work.Hits, limit, text.Length - LastValue);
        var at = done;
        foreach (var hit in RedactionHits.Merge(work.Hits))
        {
            if (hit.Start >= limit)
            {
                break;
            }

            if (hit.End <= at)
            {
                continue;
            }

            if (hit.Start > at)
            {
                Write(output, text.Slice(at, hit.Start - at));
            }

            // One that was begun before and seen to its end only now goes on as nothing.
            if (hit.Start >= at)
            {
                Write(output, hit.Pseudonym ?? work.PseudonymOf(hit.Value!, _pseudonyms));
                counts.TryGetValue(hit.Rule, out var count);
                counts[hit.Rule] = count + 1;
                if (hit.Value is not null && hit.Rule is RedactionRules.HostName or RedactionRules.UserName)
                {
                    _anonymizer?.Learn(hit.Value!, hit.Rule);
                }
                else if (hit.IsLearnt)
                {
                    _known.AddFound(hit.Value!, isConfiguration: false);
                }
            }

            at = hit.End;
        }

        if (at < limit)
        {
            Write(output, text.Slice(at, limit - at));
            at = limit;
        }

        return at;
    }

    // What stands under a secret's name is taken to its end: behind the border nobody would know the name.
    private static int ToEndOfContainer(List<RedactionHit> hits, int limit, int most)
    {
        var end = limit;
        foreach (var hit in hits)
        {
            end = hit.NameStart < limit && hit.End <= most ? Math.Max(end, hit.End) : end;
        }

        return end;
    }

    private void FindOthers(ReadOnlySpan<byte> text, Work work)
    {
        SecretPatterns.Find(text, work.Hits);
        if (work.PasswordFields > 0)
        {
            PasswordFileRule.FindAll(text, work.PasswordFields, work.Hits);
        }

        if (work.IsMasked)
        {
            MaskedAnswer.Exempt(text, work.Hits);
        }

        _anonymizer?.Find(text, work.HasVersions, work.Hits);
    }

    private static void Write(Stream output, ReadOnlySpan<byte> bytes)
    {
#if NET
        output.Write(bytes);
#else
        var copy = RedactionPool.Bytes.Rent(bytes.Length);
        bytes.CopyTo(copy);
        output.Write(copy, 0, bytes.Length);
        RedactionPool.Bytes.Return(copy, clearArray: true);
#endif
    }

    private sealed class Work(KnownSecretScanner scanner, ScanBuffers buffers, int passwordFields, bool onlyKnown, bool isMasked)
    {
        // Logs repeat themselves; a new secret in each line must not fill the memory.
        private const int MaxCached = 4096;

        private readonly byte[]?[] _ofKnown = new byte[scanner.Secrets.Count][];
        private readonly Dictionary<string, byte[]> _ofFound = new(StringComparer.Ordinal);

        public KnownSecretScanner Scanner => scanner;

        public ScanBuffers Buffers => buffers;

        public int PasswordFields => passwordFields;

        public bool OnlyKnown => onlyKnown;

        public bool HasVersions { get; init; }

        public bool KeepsNames { get; init; }

        public bool IsMasked => isMasked;

        public PatternHits Hits { get; } = new() { IsStreamed = true };

        public List<(int Start, int End, int Secret)> Found { get; } = [];

        public byte[] PseudonymOf(int secret, Pseudonyms pseudonyms) => _ofKnown[secret] ??= pseudonyms.ForSecret(scanner.Secrets[secret]);

        public byte[] PseudonymOf(byte[] value, Pseudonyms pseudonyms)
        {
            var key = Convert.ToBase64String(value);
            if (!_ofFound.TryGetValue(key, out var pseudonym))
            {
                pseudonym = pseudonyms.ForSecret(value);
                if (_ofFound.Count < MaxCached)
                {
                    _ofFound.Add(key, pseudonym);
                }
            }

            return pseudonym;
        }
    }
}
