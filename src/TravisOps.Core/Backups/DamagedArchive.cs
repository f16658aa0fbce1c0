using System;
using System.IO;
using TravisOps.Archives;

namespace TravisOps.Backups;

/// <summary>What reading an archive throws when it is no archive, or not the one that it was when it was verified.</summary>
internal static class DamagedArchive
{
    /// <summary>Whether an error is of the content, and not of the disk that it is on.</summary>
    public static bool Tells(Exception error) => error is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException;

    /// <summary>A stream out of an archive, whose reader gets such an error as a <see cref="BackupException"/>.</summary>
    public static Stream Explain(Stream source, string archivePath) => new ExplainingStream(source, archivePath);

    private sealed class ExplainingStream(Stream source, string archivePath) : ReadStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return source.Read(buffer, offset, count);
            }
            catch (Exception error) when (Tells(error))
            {
                throw new BackupException(BackupProblem.ArchiveDamaged, $"'{archivePath}' is not any more what it was when it was verified: {error.Message.TrimEnd('.')}.", "Use another backup, and look at the disk that this one is on.", error);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
