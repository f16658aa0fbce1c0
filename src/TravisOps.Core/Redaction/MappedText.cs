using System;
using System.Buffers;

namespace TravisOps.Redaction;

/// <summary>Bytes that were made of other bytes by taking escapes and line breaks out, each with the place that it came from.</summary>
internal sealed class MappedText : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int[] _start = ArrayPool<int>.Shared.Rent(4096);
    private int[] _end = ArrayPool<int>.Shared.Rent(4096);

    /// <summary>Number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Where in the source the byte begins.</summary>
    public int StartOf(int index) => _start[index];

    /// <summary>Where in the source the byte ends.</summary>
    public int EndOf(int index) => _end[index];

    /// <summary>Makes it empty.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds a byte.</summary>
    public void Add(byte value, int start, int end)
    {
        if (Length == _bytes.Length || Length == _start.Length || Length == _end.Length)
        {
            Grow();
        }

        _bytes[Length] = value;
        _start[Length] = start;
        _end[Length++] = end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Both hold what a host printed.
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        ArrayPool<int>.Shared.Return(_start);
        ArrayPool<int>.Shared.Return(_end);
        _bytes = [];
        _start = [];
        _end = [];
    }

    private void Grow()
    {
        _bytes = Larger(_bytes, clear: true);
        _start = Larger(_start, clear: false);
        _end = Larger(_end, clear: false);
    }

    private T[] Larger<T>(T[] old, bool clear)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(4096, Length * 2));
        Array.Copy(old, larger, Length);
        ArrayPool<T>.Shared.Return(old, clear);
        return larger;
    }
}
