using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>
/// Finds all of many byte patterns in one pass, without regard to the case of ASCII letters. Pieces of up to four bytes are looked up in a table of bits, as far apart as
/// the shortest pattern lets them be: no look-up waits for what another one gave, so that a processor does several at once. Only where a bit is set patterns are compared.
/// </summary>
internal sealed class PatternMatcher
{
    // 8 KiB: it stays in a core's own cache, and hundreds of patterns fill a few hundredths of it.
    private const int TableBits = 16;
    private const int LongestPiece = sizeof(uint);
    private const int MostSteps = 8;
    private static readonly byte[] s_fold = FoldTable();

    private readonly byte[][] _patterns;
    private readonly uint[] _pieces = new uint[1 << (TableBits - 5)];

    // By the piece that it begins with: the first pattern, and behind each the next; -1 for none.
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly int _piece;
    private readonly int _step;
    private readonly uint _mask;

    /// <summary>Prepares the tables.</summary>
    /// <param name="patterns">At least two bytes each.</param>
    public PatternMatcher(IReadOnlyList<byte[]> patterns)
    {
        _patterns = new byte[patterns.Count][];
        var window = int.MaxValue;
        for (var i = 0; i < patterns.Count; i++)
        {
            var folded = new byte[patterns[i].Length];
            for (var j = 0; j < folded.Length; j++)
            {
                folded[j] = s_fold[patterns[i][j]];
            }

            _patterns[i] = folded;
            window = Math.Min(window, folded.Length);
            Longest = Math.Max(Longest, folded.Length);
        }

        if (window < 2)
        {
            throw new ArgumentException("A pattern is shorter than two bytes.", nameof(patterns));
        }

        _piece = Math.Min(window, LongestPiece);
        _mask = uint.MaxValue >> (8 * (LongestPiece - _piece));
        _step = Math.Min(window - _piece + 1, MostSteps);
        var places = 1;
        while (places < 2 * _patterns.Length)
        {
            places *= 2;
        }

        _first = new int[places];
        _next = new int[_patterns.Length];
        for (var i = 0; i < places; i++)
        {
            _first[i] = -1;
        }

        // From the last to the first, so that each list is in their order.
        for (var i = _patterns.Length - 1; i >= 0; i--)
        {
            for (var offset = 0; offset < _step; offset++)
            {
                var hash = Hash(ShortAt(_patterns[i], offset));
                _pieces[hash >> 5] |= 1u << (int)(hash & 31);
            }

            var place = Hash(ShortAt(_patterns[i], 0)) & (places - 1);
            _next[i] = _first[place];
            _first[place] = i;
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

        // A piece here may be of any pattern that begins here or up to a step before, where the piece before this one did not look.
        var pieces = _pieces;
        var mask = _mask;
        var step = _step;
        var at = position + step - 1;
        for (; at <= text.Length - LongestPiece; at += step)
        {
            var hash = Hash(BinaryPrimitives.ReadUInt32LittleEndian(text.Slice(at)) & mask);
            if ((pieces[hash >> 5] & (1u << (int)(hash & 31))) != 0 && Verify(text, at, ref position, out pattern, out length))
            {
                return true;
            }
        }

        for (; at <= text.Length - _piece; at += step)
        {
            if (Verify(text, at, ref position, out pattern, out length))
            {
                return true;
            }
        }

        position = text.Length;
        return false;
    }

    // In either case of letters; other bytes that differ in that bit alone are told apart when patterns are compared.
    private static uint Hash(uint piece) => ((piece | 0x20202020) * 0x9E3779B1u) >> (32 - TableBits);

    private static byte[] FoldTable()
    {
        var fold = new byte[256];
        for (var i = 0; i < fold.Length; i++)
        {
            fold[i] = (byte)(i is >= 'A' and <= 'Z' ? i + 32 : i);
        }

        return fold;
    }

    // What stands there, where there may be no four bytes any more.
    private uint ShortAt(ReadOnlySpan<byte> text, int at)
    {
        uint piece = 0;
        for (var i = 0; i < _piece; i++)
        {
            piece |= (uint)text[at + i] << (8 * i);
        }

        return piece;
    }

    private bool Verify(ReadOnlySpan<byte> text, int at, ref int position, out int found, out int length)
    {
        found = -1;
        length = 0;
        for (var start = at - _step + 1; start <= at; start++)
        {
            for (var i = _first[Hash(ShortAt(text, start)) & (_first.Length - 1)]; i >= 0; i = _next[i])
            {
                var candidate = _patterns[i];
                if (candidate.Length > length && candidate.Length <= text.Length - start && Same(text.Slice(start, candidate.Length), candidate))
                {
                    found = i;
                    length = candidate.Length;
                }
            }

            if (found >= 0)
            {
                position = start;
                return true;
            }
        }

        return false;
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
