using System;

namespace TravisOps.Redaction;

/// <summary>Counts what the patterns take for a secret in text that comes block by block: in redacted text there is none.</summary>
/// <param name="isMasked">It is a <see cref="MaskedAnswer"/>.</param>
internal sealed class PatternSearch(bool isMasked = false) : IDisposable
{
    private const int Block = 512 * 1024;
    private const int Overlap = 16 * 1024;

    private readonly byte[] _buffer = new byte[Block];
    private readonly PatternHits _hits = [];
    private int _length;
    private long _count;

    /// <summary>Takes a block.</summary>
    public void Append(ReadOnlySpan<byte> block)
    {
        for (var at = 0; at < block.Length;)
        {
            var part = Math.Min(block.Length - at, Block - _length);
            block.Slice(at, part).CopyTo(_buffer.AsSpan(_length));
            at += part;
            _length += part;
            if (_length == Block)
            {
                Search(Block - Overlap);
                Array.Copy(_buffer, Block - Overlap, _buffer, 0, Overlap);
                _length = Overlap;
            }
        }
    }

    /// <summary>How many there are.</summary>
    public long End()
    {
        Search(_length);
        return _count;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(_buffer, 0, _buffer.Length);

    private void Search(int limit)
    {
        _hits.Restart();
        SecretPatterns.Find(_buffer.AsSpan(0, _length), _hits);
        if (isMasked)
        {
            MaskedAnswer.Exempt(_buffer.AsSpan(0, _length), _hits);
        }

        foreach (var hit in RedactionHits.Merge(_hits))
        {
            // What stands around a name of ours, such as a URI's user before it, is none.
            var value = _buffer.AsSpan(hit.Start, hit.End - hit.Start);
            _count += hit.Start < limit && !HasName(value, Pseudonyms.PrefixBytes, Pseudonyms.SecretDigits) && !HasName(value, Anonymizer.HostPrefix, Anonymizer.HostDigits)
                && !HasName(value, Anonymizer.DomainPrefix, Anonymizer.HostDigits) ? 1 : 0;
        }
    }

    // A whole name and not only what one begins with, which a secret may have too.
    private static bool HasName(ReadOnlySpan<byte> value, ReadOnlySpan<byte> prefix, int digits)
    {
        for (int at; (at = value.IndexOf(prefix)) >= 0;)
        {
            value = value.Slice(at + prefix.Length);
            var count = 0;
            while (count < value.Length && value[count] is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f'))
            {
                count++;
            }

            if (count == digits)
            {
                return true;
            }
        }

        return false;
    }
}
