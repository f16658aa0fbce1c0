using System;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>Makes lines of bytes as they come. What is longer than the limit is cut there, so that memory is bounded whatever is written.</summary>
internal sealed class LineSplitter(int limit, Action<string> line)
{
    /// <summary>Stands at the end of a line that was cut.</summary>
    public const string CutMark = " […]";

    private byte[] _pending = new byte[256];
    private int _length;
    private bool _cut;

    public void Take(byte[] buffer, int offset, int count)
    {
        var end = offset + count;
        while (offset < end)
        {
            var newline = Array.IndexOf(buffer, (byte)'\n', offset, end - offset);
            Append(buffer, offset, (newline < 0 ? end : newline) - offset);
            if (newline < 0)
            {
                return;
            }

            Emit();
            offset = newline + 1;
        }
    }

    /// <summary>Gives what stands after the last line break, if anything.</summary>
    public void End()
    {
        if (_length > 0)
        {
            Emit();
        }
    }

    private void Append(byte[] buffer, int offset, int count)
    {
        var room = Math.Min(count, limit - _length);
        if (_length + room > _pending.Length)
        {
            Array.Resize(ref _pending, Math.Min(limit, Math.Max(2 * _pending.Length, _length + room)));
        }

        Buffer.BlockCopy(buffer, offset, _pending, _length, room);
        _length += room;
        _cut |= room < count;
    }

    private void Emit()
    {
        var carriageReturn = _length > 0 && _pending[_length - 1] == '\r' && !_cut;
        var text = Encoding.UTF8.GetString(_pending, 0, _length - (carriageReturn ? 1 : 0));
        _length = 0;
        line(_cut ? text + CutMark : text);
        _cut = false;
    }
}
