using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Bytes that were made of other bytes by taking escapes and line breaks out, with the way back to where each came from.</summary>
internal sealed class MappedText : IDisposable
{
    private readonly List<Piece> _pieces = [];
    private byte[] _bytes = RedactionPool.Bytes.Rent(4096);

    /// <summary>Number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Where in the source the byte begins.</summary>
    public int StartOf(int index)
    {
        var piece = _pieces[Find(index)];
        return piece.IsRun ? piece.Source + index - piece.At : piece.Source;
    }

    /// <summary>Where in the source the byte ends.</summary>
    public int EndOf(int index)
    {
        var piece = _pieces[Find(index)];
        return piece.IsRun ? piece.Source + index - piece.At + 1 : piece.SourceEnd;
    }

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        Length = 0;
        _pieces.Clear();
    }

    /// <summary>Adds bytes that stand in the source as they are.</summary>
    public void AddRun(ReadOnlySpan<byte> run, int source)
    {
        if (run.Length == 0)
        {
            return;
        }

        _pieces.Add(new Piece(Length, source, source + run.Length, true));
        Append(run);
    }

    /// <summary>Adds a part of another text, with its way back.</summary>
    public void AddRun(MappedText other, int from, int to)
    {
        if (from >= to)
        {
            return;
        }

        for (var i = other.Find(from); i < other._pieces.Count && other._pieces[i].At < to; i++)
        {
            var piece = other._pieces[i];
            var skip = Math.Max(0, from - piece.At);
            _pieces.Add(new Piece(Length + Math.Max(0, piece.At - from), piece.IsRun ? piece.Source + skip : piece.Source, piece.SourceEnd, piece.IsRun));
        }

        Append(other.Bytes.Slice(from, to - from));
    }

    /// <summary>Adds what an escape stands for.</summary>
    /// <param name="bytes">Up to four bytes, the first in the lowest.</param>
    /// <param name="count">How many.</param>
    /// <param name="source">Where the escape begins.</param>
    /// <param name="sourceEnd">Where it ends.</param>
    public void AddEscape(uint bytes, int count, int source, int sourceEnd)
    {
        if (count == 0)
        {
            return;
        }

        _pieces.Add(new Piece(Length, source, sourceEnd, false));
        Reserve(count);
        for (var i = 0; i < count; i++)
        {
            _bytes[Length++] = (byte)(bytes >> (8 * i));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds what a host printed.
        RedactionPool.Bytes.Return(_bytes, clearArray: true);
        _bytes = [];
    }

    private void Append(ReadOnlySpan<byte> run)
    {
        Reserve(run.Length);
        run.CopyTo(_bytes.AsSpan(Length));
        Length += run.Length;
    }

    private void Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            var larger = RedactionPool.Bytes.Rent(Math.Max(Length + count, _bytes.Length * 2));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            RedactionPool.Bytes.Return(_bytes, clearArray: true);
            _bytes = larger;
        }
    }

    private int Find(int index)
    {
        var low = 0;
        var high = _pieces.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pieces[middle].At <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private readonly record struct Piece(int At, int Source, int SourceEnd, bool IsRun);
}
