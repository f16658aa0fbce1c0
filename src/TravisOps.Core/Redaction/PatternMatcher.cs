using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>
/// Finds all of many byte patterns in one pass, without regard to the case of ASCII letters (Wu and Manber, "A fast algorithm for
/// multi-pattern searching", 1994): a table over the last bytes of a window as long as the shortest pattern tells how far it may move.
/// </summary>
internal sealed class PatternMatcher
{
    private const int TableBits = 16;
    private static readonly byte[] s_fold = FoldTable();

    private readonly byte[][] _patterns;
    private readonly int _window;
    private readonly int _block;
    private readonly byte[] _shift = new byte[1 << TableBits];
    private readonly int[] _bucketStart = new int[(1 << TableBits) + 1];
    private readonly int[] _bucket;

    /// <summary>Prepares the tables.</summary>
    /// <param name="patterns">At least two bytes each.</param>
    public PatternMatcher(IReadOnlyList<byte[]> patterns)
    {
        _patterns = new byte[patterns.Count][];
        _window = int.MaxValue;
        for (var i = 0; i < patterns.Count; i++)
        {
            var folded = new byte[patterns[i].Length];
            for (var j = 0; j < folded.Length; j++)
            {
                folded[j] = s_fold[patterns[i][j]];
            }

            _patterns[i] = folded;
            _window = Math.Min(_window, folded.Length);
            Longest = Math.Max(Longest, folded.Length);
        }

        if (_patterns.Length == 0)
        {
            _bucket = [];
            return;
        }

        if (_window < 2)
        {
            throw new ArgumentException("A pattern is shorter than two bytes.", nameof(patterns));
        }

        _block = _window >= 6 ? 3 : 2;
        var largest = (byte)Math.Min(byte.MaxValue, _window - _block + 1);
        for (var i = 0; i < _shift.Length; i++)
        {
            _shift[i] = largest;
        }

        var keys = new int[_patterns.Length];
        for (var i = 0; i < _patterns.Length; i++)
        {
            for (var end = _block; end <= _window; end++)
            {
                var hash = Hash(_patterns[i], end);
                _shift[hash] = (byte)Math.Min(_shift[hash], _window - end);
            }

            keys[i] = Hash(_patterns[i], _window);
            _bucketStart[keys[i] + 1]++;
        }

        for (var i = 0; i < 1 << TableBits; i++)
        {
            _bucketStart[i + 1] += _bucketStart[i];
        }

        _bucket = new int[_patterns.Length];
        var next = (int[])_bucketStart.Clone();
        for (var i = 0; i < _patterns.Length; i++)
        {
            _bucket[next[keys[i]]++] = i;
        }
    }

    /// <summary>Length of the longest pattern in bytes; 0 when there is none.</summary>
    public int Longest { get; }

    /// <summary>Finds the next place where a pattern stands; of several at one place the longest.</summary>
    /// <param name="text">Where to look.</param>
    /// <param name="position">Where to begin, and afterwards where the pattern begins.</param>
    /// <param name="pattern">Its index.</param>
    /// <param name="length">Its length.</param>
    public bool Next(ReadOnlySpan<byte> text, ref int position, out int pattern, out int length)
    {
        pattern = -1;
        length = 0;
        if (_patterns.Length == 0)
        {
            return false;
        }

        var shifts = _shift;
        var fold = s_fold;
        var end = position + _window;
        if (_block == 3)
        {
            while (end <= text.Length)
            {
                var hash = HashOf(fold[text[end - 3]], fold[text[end - 2]], fold[text[end - 1]]);
                int shift = shifts[hash];
                if (shift == 0)
                {
                    if (Verify(text, end - _window, hash, out pattern, out length))
                    {
                        position = end - _window;
                        return true;
                    }

                    shift = 1;
                }

                end += shift;
            }
        }
        else
        {
            while (end <= text.Length)
            {
                var hash = fold[text[end - 2]] | (fold[text[end - 1]] << 8);
                int shift = shifts[hash];
                if (shift == 0)
                {
                    if (Verify(text, end - _window, hash, out pattern, out length))
                    {
                        position = end - _window;
                        return true;
                    }

                    shift = 1;
                }

                end += shift;
            }
        }

        position = text.Length;
        return false;
    }

    private static int HashOf(byte a, byte b, byte c) => (int)((uint)(a | (b << 8) | (c << 16)) * 0x9E3779B1u >> (32 - TableBits));

    private static byte[] FoldTable()
    {
        var fold = new byte[256];
        for (var i = 0; i < fold.Length; i++)
        {
            fold[i] = (byte)(i is >= 'A' and <= 'Z' ? i + 32 : i);
        }

        return fold;
    }

    private int Hash(byte[] pattern, int end) =>
        _block == 3 ? HashOf(pattern[end - 3], pattern[end - 2], pattern[end - 1]) : pattern[end - 2] | (pattern[end - 1] << 8);

    private bool Verify(ReadOnlySpan<byte> text, int start, int hash, out int found, out int length)
    {
        found = -1;
        length = 0;
        for (var i = _bucketStart[hash]; i < _bucketStart[hash + 1]; i++)
        {
            var candidate = _patterns[_bucket[i]];
            if (candidate.Length > length && candidate.Length <= text.Length - start && Same(text.Slice(start, candidate.Length), candidate))
            {
                found = _bucket[i];
                length = candidate.Length;
            }
        }

        return found >= 0;
    }

    private static bool Same(ReadOnlySpan<byte> text, byte[] pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (s_fold[text[i]] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }
}
