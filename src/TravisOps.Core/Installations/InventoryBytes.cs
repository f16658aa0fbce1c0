using System;
using System.IO;
using System.Text;

namespace TravisOps.Installations;

/// <summary>An inventory file as it lies on disk: bounded, UTF-8, with or without a byte order mark.</summary>
internal sealed class InventoryBytes
{
    /// <summary>1 MiB: a thousand hosts, each with every setting, are a quarter of it.</summary>
    public const int MostBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private InventoryBytes(byte[] bytes, bool hasMark, string text) => (Raw, HasMark, Text) = (bytes, hasMark, text);

    public byte[] Raw { get; }

    public bool HasMark { get; }

    /// <summary>The text, without the mark.</summary>
    public string Text { get; }

    /// <summary>New text in the form of this file.</summary>
    public byte[] Encode(string text) => [.. HasMark ? Mark : [], .. Strict.GetBytes(text)];

    public static InventoryBytes Read(string path) => Of(ReadBounded(path), path);

    public static InventoryBytes Empty { get; } = new([], hasMark: false, string.Empty);

    private static InventoryBytes Of(byte[] bytes, string path)
    {
        var origin = Origin.InFile(path);
        if (bytes.Length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        {
            // What '>' writes in Windows PowerShell.
            throw origin.Error($"the file is UTF-16 and UTF-8 is expected; convert it with: (Get-Content '{path}') | Set-Content '{path}' -Encoding UTF8");
        }

        var hasMark = bytes.Length >= 3 && bytes[0] == Mark[0] && bytes[1] == Mark[1] && bytes[2] == Mark[2];
        var start = hasMark ? Mark.Length : 0;
        try
        {
            return new InventoryBytes(bytes, hasMark, Strict.GetString(bytes, start, bytes.Length - start));
        }
        catch (DecoderFallbackException e)
        {
            var (line, column) = PositionOfFirstBadByte(bytes, start);
            throw Origin.InFile(path, line, column).Error("the file is not UTF-8 from this place on", e);
        }
    }

    private static (int Line, int Column) PositionOfFirstBadByte(byte[] bytes, int start)
    {
        // The decoder of .NET Framework gives no reliable index, so decode leniently and look for the replacement character.
        var text = Encoding.UTF8.GetString(bytes, start, bytes.Length - start);
        var lines = YamlTree.SplitLines(text);
        for (var i = 0; i < lines.Length; i++)
        {
            var column = lines[i].IndexOf('\uFFFD');
            if (column >= 0)
            {
                return (i + 1, column + 1);
            }
        }

        return (1, 1);
    }

    private static byte[] ReadBounded(string path)
    {
        var origin = Origin.InFile(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var bytes = new byte[MostBytes + 1];
            var length = 0;
            for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0;)
            {
                length += read;
            }

            if (length > MostBytes)
            {
                throw origin.Error($"the file is larger than {MostBytes / 1024} KiB; is it an inventory at all?");
            }

            Array.Resize(ref bytes, length);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InventoryException(InventoryErrorKind.NotFound, origin, "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InventoryException(InventoryErrorKind.Unreadable, origin, $"the file can't be read: {e.Message}", e);
        }
    }
}
