using System;
using System.IO;

namespace TravisOps.Protection;

/// <summary>
/// Opens an age v1 file that was encrypted with a passphrase, bytes or ASCII armor. Nothing of a chunk leaves before that chunk is known to be
/// authentic and in its place, and the end comes only where the writer put it.
/// </summary>
internal sealed class AgeReader : Stream
{
    private readonly Stream _input;
    private readonly AgeChunkCipher _cipher;
    private readonly byte[] _encrypted = new byte[AgeFormat.ChunkSize + AgeFormat.TagSize + 1];
    private readonly byte[] _chunk = new byte[AgeFormat.ChunkSize];
    private int _ahead;
    private int _start;
    private int _end;
    private bool _first = true;
    private bool _last;
    private bool _refused;

    private AgeReader(Stream input, AgeChunkCipher cipher)
    {
        _input = input;
        _cipher = cipher;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads the header.</summary>
    /// <param name="input">The file from its beginning; stays open, and is read to its end.</param>
    /// <param name="passphrase">UTF-8; not kept. Who calls clears it.</param>
    /// <param name="maxWorkFactor">The most work that is done for it, see <see cref="AgeFormat.MaxWorkFactor"/>.</param>
    /// <param name="forceManaged">Leaves the system's cipher aside; for tests.</param>
    /// <exception cref="ProtectionException">It can't be opened.</exception>
    public static AgeReader Open(Stream input, byte[] passphrase, int maxWorkFactor = AgeFormat.MaxWorkFactor, bool forceManaged = false)
    {
        var binary = AgeArmor.Unwrap(input);
        var fileKey = AgeHeader.Open(binary, passphrase, maxWorkFactor);
        try
        {
            var nonce = new byte[AgeFormat.NonceSize];
            if (Fill(binary, nonce, 0, nonce.Length) < nonce.Length)
            {
                throw AgeHeader.Damaged("it ends after its header");
            }

            return new AgeReader(binary, new AgeChunkCipher(AgeFormat.Derive(fileKey, nonce, "payload"), forceManaged));
        }
        finally
        {
            Array.Clear(fileKey, 0, fileKey.Length);
        }
    }

    /// <summary>Opens a whole at once.</summary>
    /// <returns>The content; who calls clears it.</returns>
    /// <exception cref="ProtectionException">It can't be opened.</exception>
    public static byte[] Decrypt(byte[] content, byte[] passphrase, int maxWorkFactor = AgeFormat.MaxWorkFactor)
    {
        using var reader = Open(new MemoryStream(content), passphrase, maxWorkFactor);

        // No more than that comes out of it; a stream that grows would leave copies behind.
        var plain = new byte[content.Length];
        var length = Fill(reader, plain, 0, plain.Length);
        var result = plain.AsSpan(0, length).ToArray();
        Array.Clear(plain, 0, plain.Length);
        return result;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        while (_start == _end)
        {
            if (_last && !_refused)
            {
                return 0;
            }

            ReadChunk();
        }

        var part = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_chunk, _start, buffer, offset, part);
        _start += part;
        return part;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            Array.Clear(_chunk, 0, _chunk.Length);
        }

        base.Dispose(disposing);
    }

    internal static int Fill(Stream input, byte[] buffer, int offset, int count)
    {
        var total = 0;
        int part;
        while (total < count && (part = input.Read(buffer, offset + total, count - total)) > 0)
        {
            total += part;
        }

        return total;
    }

    private void ReadChunk()
    {
        if (_refused)
        {
            throw AgeHeader.Damaged("a part of it is not authentic");
        }

        const int Whole = AgeFormat.ChunkSize + AgeFormat.TagSize;
        var length = _ahead + Fill(_input, _encrypted, _ahead, Whole + 1 - _ahead);

        // One byte more than a chunk tells whether another one follows.
        _last = length <= Whole;
        var size = Math.Min(length, Whole);
        if (size < AgeFormat.TagSize || (size == AgeFormat.TagSize && !_first) || !_cipher.TryDecrypt(_encrypted, size, _chunk, _last))
        {
            // Another read must not come to a good end.
            _refused = true;
            throw AgeHeader.Damaged(_first ? "its first part is not authentic" : "a part of it is not authentic, missing or not in its place");
        }

        _first = false;
        _start = 0;
        _end = size - AgeFormat.TagSize;
        _ahead = length - size;
        if (_ahead == 1)
        {
            _encrypted[0] = _encrypted[Whole];
        }
    }
}
