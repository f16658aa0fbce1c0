using System;
using System.IO;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Threading;
#if NET
using Microsoft.Win32.SafeHandles;
#endif

namespace TravisOps.Files;

/// <summary>
/// Reads a file back from the disk, to see whether that has what was written. On Linux that is done along with the writing, a piece behind: each is put on the disk, forgotten
/// by the system, read back and hashed, while what comes next is written. Elsewhere it is done at the end.
/// </summary>
internal sealed class DiskReadBack : IDisposable
{
    private const int Piece = 32 * 1024 * 1024;

    private readonly DiskThread _disk;
    private readonly FileStream _file;
    private readonly XxHash128 _checksum = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[256 * 1024];
#if NET
    private readonly object _gate = new();
    private readonly SafeFileHandle _handle;
    private Thread? _thread;
    private long _written;
    private Exception? _error;
    private volatile bool _ending;
    private bool _isSilent;
#endif

    /// <summary>Begins.</summary>
    /// <param name="disk">Asks for what is done along the way of whoever writes.</param>
    /// <param name="file">The file, which is empty yet and is written from its beginning to its end.</param>
    public DiskReadBack(DiskThread disk, FileStream file)
    {
        _disk = disk;
        _file = file;
#if NET
        _handle = file.SafeFileHandle;
#endif
    }

    /// <summary>Called by the thread that writes, after each piece of any size.</summary>
#pragma warning disable CA1822 // .NET Framework can't read at one place and write at another.
    public void Written()
#pragma warning restore CA1822
    {
#if NET
        if (_file.Position - _written < Piece || !OperatingSystem.IsLinux())
        {
            return;
        }

        _disk.Run(_file.Flush);
        lock (_gate)
        {
            _written = _file.Position;
            if (_thread is null)
            {
                _thread = new Thread(Follow) { IsBackground = true, Name = "TravisOps reading back" };
                _thread.Start();
            }

            Monitor.PulseAll(_gate);
        }
#endif
    }

    /// <summary>Puts all of it on the disk, reads what has not been read back yet, and gives the checksum of all, by which it is compared, and its SHA-256.</summary>
    /// <exception cref="IOException">It could not be written or read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (byte[] XxHash128, byte[] Sha256) Finish(CancellationToken cancellationToken)
    {
        if (!End())
        {
            throw new DiskSilentException(_file.Name, _disk.Patience.Flush);
        }
#if NET
        if (_error is { } error)
        {
            throw new IOException(error.Message, error);
        }
#endif
        _disk.Flush(() => _file.Flush(flushToDisk: true));
        _disk.Run(() =>
        {
            NativeFiles.DropCache(_file.SafeFileHandle, Done, 0);
            _file.Position = Done;
        });
        int count;
        while ((count = _disk.Run(() => _file.Read(_buffer, 0, _buffer.Length))) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Hash(count);
        }

        return (_checksum.GetCurrentHash(), _hash.GetHashAndReset());
    }

    /// <summary>Gives up; the file can be closed then.</summary>
    public void Dispose()
    {
        // A thread that hangs on the disk has what it hashes with still in its hands.
        if (End())
        {
            _hash.Dispose();
        }
    }

    private void Hash(int count)
    {
        _checksum.Append(_buffer.AsSpan(0, count));
        _hash.AppendData(_buffer, 0, count);
    }

#if NET
    /// <summary>Bytes that have been read back so far.</summary>
    private long Done { get; set; }

    // False when it hangs on the disk.
    private bool End()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.PulseAll(_gate);
        }

        _isSilent |= _thread?.Join(_isSilent || _disk.IsSilent ? TimeSpan.Zero : _disk.Patience.Flush) == false;
        return !_isSilent;
    }

    private void Follow()
    {
        try
        {
            while (Await())
            {
                // What is not flushed here is, together with the rest, at the end.
                if (!NativeFiles.TryFlushRange(_handle, Done, Piece))
                {
                    return;
                }

                NativeFiles.DropCache(_handle, Done, Piece);
                for (var end = Done + Piece; Done < end;)
                {
                    var count = RandomAccess.Read(_handle, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - Done)), Done);
                    if (count == 0)
                    {
                        throw new IOException("the file is shorter than what was written to it");
                    }

                    Hash(count);
                    Done += count;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Closed is what one finds that nobody waited for any more.
            _error = error;
        }
    }

    private bool Await()
    {
        lock (_gate)
        {
            while (_written - Done < Piece && !_ending)
            {
                Monitor.Wait(_gate);
            }

            return !_ending;
        }
    }
#else
    private const long Done = 0;

    private static bool End() => true;
#endif
}
