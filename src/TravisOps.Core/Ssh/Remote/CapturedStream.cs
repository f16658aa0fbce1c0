using System;

namespace TravisOps.Ssh;

/// <summary>Bytes that arrive on one thread and can be looked at from another, up to a limit.</summary>
internal sealed class CapturedStream(int limit)
{
    private readonly object _gate = new();
    private byte[] _bytes = new byte[4096];
    private int _length;
    private volatile bool _overflowed;

    /// <summary>More came than the limit allows; the rest is dropped.</summary>
    public bool Overflowed => _overflowed;

    public void Append(byte[] buffer, int count)
    {
        lock (_gate)
        {
            var room = Math.Min(count, limit - _length);
            if (_length + room > _bytes.Length)
            {
                // Not Array.Resize: it would leave a copy of what may be a secret.
                var larger = new byte[Math.Min(limit, Math.Max(_bytes.Length * 2, _length + room))];
                Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
                Array.Clear(_bytes, 0, _bytes.Length);
                _bytes = larger;
            }

            Buffer.BlockCopy(buffer, 0, _bytes, _length, room);
            _length += room;
            _overflowed |= room < count;
        }
    }

    public byte[] ToArray()
    {
        lock (_gate)
        {
            return _bytes.AsSpan(0, _length).ToArray();
        }
    }

    /// <summary>Overwrites what was kept.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_bytes, 0, _bytes.Length);
            _length = 0;
        }
    }
}
