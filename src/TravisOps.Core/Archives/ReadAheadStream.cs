using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace TravisOps.Archives;

/// <summary>
/// Reads a stream on a thread of its own, a few blocks ahead of its reader at the most, so that what each does with the data is done at the same time. What the source
/// throws comes where it would have come. It owns the source: when it is disposed of before the end, that is what wakes a thread that waits for data.
/// </summary>
internal sealed class ReadAheadStream : ReadStream
{
    private const int BlockSize = 256 * 1024;
    private const int Blocks = 4;

    private readonly Stream _source;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<byte[]> _free = new();
    private readonly Queue<(byte[] Block, int Length)> _filled = new();
    private byte[]? _block;
    private int _at;
    private int _end;
    private ExceptionDispatchInfo? _error;
    private bool _ended;
    private bool _closed;

    /// <summary>Begins at once.</summary>
    /// <param name="source">What is read; nobody else may use it from now on.</param>
    /// <param name="name">What the thread is called.</param>
    public ReadAheadStream(Stream source, string name)
    {
        _source = source;
        for (var i = 0; i < Blocks; i++)
        {
            _free.Enqueue(new byte[BlockSize]);
        }

        _thread = new Thread(Fill) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _end && !Next())
        {
            return 0;
        }

        var length = Math.Min(count, _end - _at);
        Buffer.BlockCopy(_block!, _at, buffer, offset, length);
        _at += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _closed = true;
                Monitor.PulseAll(_gate);
            }

            _source.Dispose();
            _thread.Join();
        }

        base.Dispose(disposing);
    }

    private bool Next()
    {
        lock (_gate)
        {
            if (_block is not null)
            {
                _free.Enqueue(_block);
                _block = null;
                _at = _end = 0;
                Monitor.PulseAll(_gate);
            }

            while (_filled.Count == 0 && !_ended && !_closed)
            {
                Monitor.Wait(_gate);
            }

            if (_closed)
            {
                throw new ObjectDisposedException(nameof(ReadAheadStream));
            }

            if (_filled.Count > 0)
            {
                (_block, _end) = _filled.Dequeue();
                return true;
            }
        }

        _error?.Throw();
        return false;
    }

    private void Fill()
    {
        ExceptionDispatchInfo? error = null;
        try
        {
            while (Take() is { } block)
            {
                var length = 0;
                int count;
                while ((count = _source.Read(block, length, block.Length - length)) > 0 && (length += count) < block.Length)
                {
                }

                Give(block, length);
                if (length < block.Length)
                {
                    break;
                }
            }
        }
#pragma warning disable CA1031 // Whatever it is, the reader gets it.
        catch (Exception caught)
#pragma warning restore CA1031
        {
            error = ExceptionDispatchInfo.Capture(caught);
        }

        lock (_gate)
        {
            _error = error;
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private byte[]? Take()
    {
        lock (_gate)
        {
            while (_free.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return _closed ? null : _free.Dequeue();
        }
    }

    private void Give(byte[] block, int length)
    {
        lock (_gate)
        {
            if (length > 0)
            {
                _filled.Enqueue((block, length));
                Monitor.PulseAll(_gate);
            }
        }
    }
}
