using System.Globalization;
using System.IO;

namespace TravisOps.Backups;

/// <summary>The text of <c>drill.sh</c> for one dump.</summary>
internal static class DrillScript
{
    /// <summary>Bytes of disk for each byte of a dump, which is compressed: text of logs shrinks to a tenth.</summary>
    private const int SpaceFactor = 10;

    /// <summary>The variables and functions; what is called comes behind.</summary>
    /// <param name="facts">Of the dump.</param>
    /// <param name="nonce">Hexadecimal digits.</param>
    public static string Text(DumpFacts facts, string nonce)
    {
        return string.Format(
            CultureInfo.InvariantCulture,
            "N={0} MAJOR={1} NEED_KB={2}\n{3}",
            nonce,
            facts.Major,
            (facts.Size * SpaceFactor / 1024) + (192 * 1024),
            Resource());
    }

    private static string Resource()
    {
        using var stream = typeof(DrillScript).Assembly.GetManifestResourceStream("Backups/drill.sh")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
