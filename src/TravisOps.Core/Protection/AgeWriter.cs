using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Protection;

/// <summary>
/// Encrypts what is written to it with a passphrase, in the age v1 format that age, rage and others open. Only
/// <see cref="Complete"/> makes the end that a reader takes for one: disposed without it, what was written is refused as cut short.
/// </summary>
internal sealed class AgeWriter : Stream
{
    private readonly Stream _output;
    private readonly AgeChunkCipher _cipher;
    private readonly byte[] _chunk = new byte[AgeFormat.ChunkSize];
    private readonly byte[] _encrypted = new byte[AgeFormat.ChunkSize + AgeFormat.TagSize];
    private int _filled;
    private bool _completed;

    /// <summary>Writes the header.</summary>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="passphrase">UTF-8; not kept. Who calls clears it.</param>
    /// <param name="workFactor">log2 of scrypt's N; less than the default is for tests.</param>
    /// <param name="forceManaged">Leaves the system's cipher aside; for tests.</param>
    public AgeWriter(Stream output, byte[] passphrase, int workFactor = AgeFormat.WorkFactor, bool forceManaged = false)
    {
        if (passphrase.Length == 0)
        {
            throw new ProtectionException(ProtectionErrorKind.PassphraseNeeded, "The passphrase is empty.");
        }

        _output = output;
        var fileKey = new byte[AgeFormat.FileKeySize];
        var salt = new byte[16];
        var nonce = new byte[AgeFormat.NonceSize];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(fileKey);
            random.GetBytes(salt);
            random.GetBytes(nonce);
        }

        var wrapKey = AgeFormat.WrapKey(passphrase, salt, workFactor);
        try
        {
            var header = AgeHeader.Seal(salt, workFactor, AgeFormat.Crypt(true, wrapKey, new byte[12], fileKey)!, fileKey);
            output.Write(header, 0, header.Length);
            output.Write(nonce, 0, nonce.Length);
            _cipher = new AgeChunkCipher(AgeFormat.Derive(fileKey, nonce, "payload"), forceManaged);
        }
        finally
        {
            Array.Clear(wrapKey, 0, wrapKey.Length);
            Array.Clear(fileKey, 0, fileKey.Length);
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Encrypts a whole at once, as lines of text when <paramref name="armor"/> is wished.</summary>
    public static byte[] Encrypt(byte[] content, byte[] passphrase, bool armor, int workFactor = AgeFormat.WorkFactor)
    {
        using var output = new MemoryStream();
        using (var writer = new AgeWriter(output, passphrase, workFactor))
        {
            writer.Write(content, 0, content.Length);
            writer.Complete();
        }

        return armor ? Encoding.ASCII.GetBytes(AgeArmor.Write(output.ToArray())) : output.ToArray();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_completed)
        {
            throw new InvalidOperationException("The end was written already.");
        }

        while (count > 0)
        {
            // Kept back until more comes: the last chunk is marked as such.
            if (_filled == _chunk.Length)
            {
                WriteChunk(isLast: false);
            }

            var part = Math.Min(count, _chunk.Length - _filled);
            Buffer.BlockCopy(buffer, offset, _chunk, _filled, part);
            _filled += part;
            offset += part;
            count -= part;
        }
    }

    /// <summary>Writes the end. All was written before.</summary>
    public void Complete()
    {
        if (!_completed)
        {
            WriteChunk(isLast: true);
            _completed = true;
            _output.Flush();
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // What is not a whole chunk can't be written yet.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private void WriteChunk(bool isLast)
    {
        _cipher.Encrypt(_chunk, _filled, _encrypted, isLast);
        _output.Write(_encrypted, 0, _filled + AgeFormat.TagSize);
        _filled = 0;
    }
}
