using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using TravisOps.Checks;
using TravisOps.Protection;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Says whether a key opens the encrypted columns of a restored database.</summary>
/// <remarks>
/// The cipher has no authentication: of wrong keys one in 256 passes the padding of a value, and then has to be UTF-8 and printable by chance. So a value
/// counts as opened only when what comes out looks like what the column holds, and the verdict takes all values together.
/// </remarks>
internal static class DrillProof
{
    /// <summary>The finding for the rows.</summary>
    public static Finding Judge(IReadOnlyList<DrillRow> rows, SecureString key)
    {
        var bytes = SecureText.ToUtf8(key);
        try
        {
            return Judge(rows, bytes);
        }
        finally
        {
            SecretBytes.Clear(bytes);
        }
    }

    private static Finding Judge(IReadOnlyList<DrillRow> rows, byte[] key)
    {
        // A value without the prefix may be a plain one of old times; only the settings are always encrypted without it.
        var encrypted = rows.Where(row => row.Value.StartsWith(TravisCipher.Prefix, StringComparison.Ordinal) || IsSettings(row)).ToList();
        if (encrypted.Count == 0)
        {
            return new(CheckStatus.Unknown, "The restored database has no encrypted value, so that nothing proves that the key is its key.")
            {
                Actual = "no encrypted value",
                Remedy = "Compare the key's fingerprint with the backup's: Test-TravisEncryptionKey -DataBackupPath <this backup>",
            };
        }

        var opened = encrypted.Where(row => Opens(row, key)).ToList();
        var columns = string.Join(", ", encrypted.GroupBy(row => row.Column).Select(group => $"{group.Key} {group.Count(opened.Contains)} of {group.Count()}"));
        if (opened.Count == encrypted.Count)
        {
            return new(CheckStatus.Pass, $"The key opens every encrypted value that was tried: {columns}.") { Actual = columns };
        }

        return opened.Count == 0
            ? new(CheckStatus.Fail, $"The key opens none of {encrypted.Count} encrypted values: it is not the key of this data.")
            {
                Actual = columns,
                Remedy = "Find the key that was in use when this backup was made; the manifest has its fingerprint. Without it the encrypted values can't be read by anybody.",
            }
            : new(CheckStatus.Fail, $"The key opens {opened.Count} of {encrypted.Count} encrypted values ({columns}): some were written with another key.")
            {
                Actual = columns,
                Remedy = "Look for a time when the installation ran with another key; keep both.",
            };
    }

    private static bool IsSettings(DrillRow row) => row.Column.StartsWith("repositories.", StringComparison.Ordinal);

    private static bool Opens(DrillRow row, byte[] key) => TravisCipher.Decrypt(row.Value, key) is { } text
        && (row.Column == "ssl_keys.private_key" ? text.StartsWith("-----BEGIN ", StringComparison.Ordinal) : text.All(letter => letter is '\n' or '\r' or '\t' || !char.IsControl(letter)));
}
