using System;
using System.Text;

namespace TravisOps.KnownIssues;

/// <summary>Tells files whose text can't be seen by their first bytes. A search of them would find nothing, which is not the same as that nothing is there.</summary>
internal static class Sealed
{
    // The OIDs of CMS, 1.2.840.113549.1.7, right behind the outer header (RFC 5652, 3).
    private static readonly byte[] s_cms = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

    private static readonly (byte[] Start, string Name)[] s_packed =
    [
        (Encoding.ASCII.GetBytes("BZh"), "bzip2"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "7-Zip"),
        (Encoding.ASCII.GetBytes("Rar!\u001a"), "RAR"),
    ];

    private static readonly byte[][] s_age = [Encoding.ASCII.GetBytes("age-encryption.org/"), Encoding.ASCII.GetBytes("-----BEGIN AGE ENCRYPTED FILE")];

    /// <summary>What is in the way, and what to do; null for what can be read.</summary>
    public static string? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, name) in s_packed)
        {
            if (start.StartsWith(bytes))
            {
                return $"It is packed with {name}, which is not opened here. Unpack it and give what comes out.";
            }
        }

        var encrypted = start.Length > 0 && start[0] == 0x30 && start.Slice(0, Math.Min(start.Length, 24)).IndexOf(s_cms) > 0;
        foreach (var bytes in s_age)
        {
            encrypted |= start.StartsWith(bytes);
        }

        return encrypted ? "It is encrypted. Give a support bundle as -Bundle with -Passphrase or -Recipient; open another file first, as with: age --decrypt" : null;
    }

    /// <summary>True for the first bytes of a zip.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) => start.Length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] is 3 or 5 or 7;
}
