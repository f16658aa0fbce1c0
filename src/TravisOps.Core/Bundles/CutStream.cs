using System;
using System.IO;
using System.Text;
using TravisOps.Archives;

namespace TravisOps.Bundles;

/// <summary>A log whose beginning was cut away: a line that says so stands first, and the rest of the line that was cut through is left out.</summary>
internal sealed class CutStream : ReadStream
{
    private readonly Stream _source;
    private readonly byte[] _mark;
    private int _marked;
    private bool _inLine = true;

    /// <summary>Marks a log.</summary>
    /// <param name="source">What is left of it.</param>
    /// <param name="bytes">What is not.</param>
    public CutStream(Stream source, long bytes)
    {
        _source = source;
        _mark = Mark(bytes);
    }

    /// <summary>The length of the line that says so.</summary>
    public static int MarkLength(long bytes) => Mark(bytes).Length;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_marked < _mark.Length)
        {
            var length = Math.Min(count, _mark.Length - _marked);
            Array.Copy(_mark, _marked, buffer, offset, length);
            _marked += length;
            return length;
        }

        while (_inLine)
        {
            var read = _source.Read(buffer, offset, count);
            if (read == 0)
            {
                return 0;
            }

            var end = Array.IndexOf(buffer, (byte)'\n', offset, read);
            if (end >= 0)
            {
                _inLine = false;
                var left = offset + read - end - 1;
                if (left > 0)
                {
                    Buffer.BlockCopy(buffer, end + 1, buffer, offset, left);
                    return left;
                }
            }
        }

        return _source.Read(buffer, offset, count);
    }

    private static byte[] Mark(long bytes) => Encoding.ASCII.GetBytes(FormattableString.Invariant($"[TravisOps: the first {bytes} bytes of this log were left out, the newest end is here]\n"));
}
