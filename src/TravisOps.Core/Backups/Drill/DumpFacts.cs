using System.IO;
using System.Text;

namespace TravisOps.Backups;

/// <summary>What a dump in pg_dump's custom format says at its beginning (PostgreSQL, src/bin/pg_dump/pg_backup_archiver.c, ReadHead).</summary>
public sealed record DumpFacts
{
    private const int LongestText = 4096;

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The server that it was taken from, such as <c>9.5.25</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The pg_dump that took it; a pg_restore must not be older.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Major version of the pg_dump.</summary>
    public int Major => int.TryParse(ToolVersion.Split('.', ' ')[0], out var major) ? major : 0;

    /// <summary>Reads the beginning of a dump; null when it is no dump in that format.</summary>
    public static DumpFacts? Read(byte[] beginning)
    {
        try
        {
            return ReadHead(beginning);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static DumpFacts? ReadHead(byte[] beginning)
    {
        var at = 0;
        byte Next() => at < beginning.Length ? beginning[at++] : throw new EndOfStreamException();
        if (beginning.Length < 11 || Encoding.ASCII.GetString(beginning, 0, 5) != "PGDMP")
        {
            return null;
        }

        at = 5;
        var version = (Next() * 100) + Next();
        Next();
        var intSize = Next();
        Next();
        const byte Custom = 1;
        if (version is < 100 or >= 200 || intSize is < 4 or > 8 || Next() != Custom)
        {
            return null;
        }

        // The sign, then the bytes from the lowest.
        long Number()
        {
            var negative = Next() != 0;
            long number = 0;
            for (var i = 0; i < intSize; i++)
            {
                number |= (long)Next() << (8 * i);
            }

            return negative ? -number : number;
        }

        string Text()
        {
            var length = Number();
            if (length is < 0 or > LongestText || at + length > beginning.Length)
            {
                throw new EndOfStreamException();
            }

            at += (int)length;
            return Encoding.UTF8.GetString(beginning, at - (int)length, (int)length);
        }

        // From 1.15 on a byte for the algorithm, before that the level. Then when it was made: seven numbers.
        if (version >= 115)
        {
            Next();
        }
        else
        {
            Number();
        }

        for (var i = 0; i < 7; i++)
        {
            Number();
        }

        return new() { Database = Text(), ServerVersion = Text().Split(' ')[0], ToolVersion = Text().Split(' ')[0] };
    }
}
