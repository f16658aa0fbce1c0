using System;
using System.Collections.Generic;
#if NET
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace TravisOps.KnownIssues;

/// <summary>
/// Finds where any of a few dozen four-byte pieces stands, at several gigabytes a second where the processor has byte shuffles, and by a
/// table of jumps where it has none (and on .NET Framework).
/// </summary>
/// <remarks>
/// The shuffles are those of Hyperscan's "Teddy": the pieces are dealt to eight buckets, one a bit; for each of the four places and for each
/// half of a byte a table of 16 tells which buckets have a piece with that half there. The and of the eight look-ups, for 32 places at a
/// time, leaves bits where a piece may begin; those few are looked up exactly.
/// </remarks>
internal sealed class GramFinder
{
    /// <summary>Ways to search; tests ask for each.</summary>
    public enum Way
    {
        /// <summary>By a table of jumps; everywhere.</summary>
        Table,

        /// <summary>16 places at a time.</summary>
        Vector128,

        /// <summary>32 places at a time.</summary>
        Vector256,
    }

    private const int Buckets = 8;

    private readonly Dictionary<int, int> _numbers = [];
    private readonly byte[] _jumps = new byte[65536];
    private readonly Way _way;
#if NET
    private readonly Vector128<byte>[] _low = new Vector128<byte>[GramSet.Length];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[GramSet.Length];
#endif

    public GramFinder(IReadOnlyList<int> grams)
        : this(grams, Best)
    {
    }

    public GramFinder(IReadOnlyList<int> grams, Way way)
    {
        _way = way;
        for (var number = 0; number < grams.Count; number++)
        {
            _numbers.Add(grams[number], number);
        }

        FillJumps(grams);
#if NET
        FillTables(grams);
#endif
    }

    /// <summary>The fastest way on this machine.</summary>
    public static Way Best =>
#if NET
        Avx2.IsSupported ? Way.Vector256 : Ssse3.IsSupported || AdvSimd.Arm64.IsSupported ? Way.Vector128 : Way.Table;
#else
        Way.Table;
#endif

    /// <summary>The next piece at or behind a place; -1 when there is none before the end.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="end">Where to end: a piece must end there or before.</param>
    /// <param name="number">Which piece it is.</param>
    public int Next(byte[] data, int from, int end, out int number)
    {
#if NET
        if (_way == Way.Vector256)
        {
            return NextBy256(data, from, end, out number);
        }

        if (_way == Way.Vector128)
        {
            return NextBy128(data, from, end, out number);
        }
#endif
        return NextByTable(data, from, end, out number);
    }

    /// <summary>The last two bytes of a piece tell how far the next one can be at the least.</summary>
    private void FillJumps(IReadOnlyList<int> grams)
    {
        for (var i = 0; i < _jumps.Length; i++)
        {
            _jumps[i] = GramSet.Length - 1;
        }

        foreach (var gram in grams)
        {
            for (byte jump = 0; jump < GramSet.Length - 1; jump++)
            {
                var pair = (gram >> (8 * (GramSet.Length - 2 - jump))) & 0xFFFF;
                _jumps[pair] = Math.Min(_jumps[pair], jump);
            }
        }
    }

    private int NextByTable(byte[] data, int from, int end, out int number)
    {
        var at = from;
        while (at + GramSet.Length <= end)
        {
            var jump = _jumps[data[at + 2] | (data[at + 3] << 8)];
            if (jump == 0)
            {
                if (_numbers.TryGetValue(GramSet.At(data, at), out number))
                {
                    return at;
                }

                jump = 1;
            }

            at += jump;
        }

        number = -1;
        return -1;
    }

#if NET
    private void FillTables(IReadOnlyList<int> grams)
    {
        // Neighbours in order have halves in common, which makes tables with fewer bits than dealing them round would.
        List<int> sorted = [.. grams];
        sorted.Sort((a, b) => ((uint)a).CompareTo((uint)b));
        for (var place = 0; place < GramSet.Length; place++)
        {
            var low = new byte[16];
            var high = new byte[16];
            for (var i = 0; i < sorted.Count; i++)
            {
                var bucket = (byte)(1 << (i * Buckets / sorted.Count));
                var letter = (sorted[i] >> (8 * place)) & 255;
                low[letter & 15] |= bucket;
                high[letter >> 4] |= bucket;
            }

            _low[place] = Vector128.Create(low);
            _high[place] = Vector128.Create(high);
        }
    }

    private int NextBy256(byte[] data, int from, int end, out int number)
    {
        const int Step = 32;
        ref var first = ref MemoryMarshal.GetArrayDataReference(data);
        Vector256<byte> low0 = Twice(_low[0]), low1 = Twice(_low[1]), low2 = Twice(_low[2]), low3 = Twice(_low[3]);
        Vector256<byte> high0 = Twice(_high[0]), high1 = Twice(_high[1]), high2 = Twice(_high[2]), high3 = Twice(_high[3]);
        var mask = Vector256.Create((byte)15);
        var at = from;
        for (; at + Step + GramSet.Length - 1 <= end; at += Step)
        {
            var v0 = Vector256.LoadUnsafe(ref first, (nuint)at);
            var v1 = Vector256.LoadUnsafe(ref first, (nuint)at + 1);
            var v2 = Vector256.LoadUnsafe(ref first, (nuint)at + 2);
            var v3 = Vector256.LoadUnsafe(ref first, (nuint)at + 3);
            var found = Avx2.Shuffle(low0, v0 & mask) & Avx2.Shuffle(high0, Halves(v0) & mask)
                & Avx2.Shuffle(low1, v1 & mask) & Avx2.Shuffle(high1, Halves(v1) & mask)
                & Avx2.Shuffle(low2, v2 & mask) & Avx2.Shuffle(high2, Halves(v2) & mask)
                & Avx2.Shuffle(low3, v3 & mask) & Avx2.Shuffle(high3, Halves(v3) & mask);
            if (found != Vector256<byte>.Zero)
            {
                var place = Exact(data, at, ~Vector256.Equals(found, Vector256<byte>.Zero).ExtractMostSignificantBits(), out number);
                if (place >= 0)
                {
                    return place;
                }
            }
        }

        return NextByTable(data, at, end, out number);

        static Vector256<byte> Twice(Vector128<byte> half) => Vector256.Create(half, half);

        static Vector256<byte> Halves(Vector256<byte> bytes) => Vector256.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte();
    }

    private int NextBy128(byte[] data, int from, int end, out int number)
    {
        const int Step = 16;
        ref var first = ref MemoryMarshal.GetArrayDataReference(data);
        var mask = Vector128.Create((byte)15);
        var at = from;
        for (; at + Step + GramSet.Length - 1 <= end; at += Step)
        {
            var found = Vector128<byte>.AllBitsSet;
            for (var place = 0; place < GramSet.Length; place++)
            {
                var bytes = Vector128.LoadUnsafe(ref first, (nuint)(at + place));
                found &= Shuffle(_low[place], bytes & mask) & Shuffle(_high[place], Vector128.ShiftRightLogical(bytes, 4));
            }

            if (found != Vector128<byte>.Zero)
            {
                var place = Exact(data, at, ~Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF, out number);
                if (place >= 0)
                {
                    return place;
                }
            }
        }

        return NextByTable(data, at, end, out number);

        static Vector128<byte> Shuffle(Vector128<byte> table, Vector128<byte> index) =>
            Ssse3.IsSupported ? Ssse3.Shuffle(table, index) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, index) : Vector128.Shuffle(table, index);
    }

    private int Exact(byte[] data, int at, uint bits, out int number)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            var place = at + BitOperations.TrailingZeroCount(bits);
            if (_numbers.TryGetValue(GramSet.At(data, place), out number))
            {
                return place;
            }
        }

        number = -1;
        return -1;
    }
#endif
}
