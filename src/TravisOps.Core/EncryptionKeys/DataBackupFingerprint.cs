using System.IO;
using System.Linq;
using System.Text.Json;
using TravisOps.Backups;
using TravisOps.Protection;

namespace TravisOps.EncryptionKeys;

/// <summary>Which encryption key a backup of the data is of, as its manifest tells.</summary>
public sealed record DataBackupFingerprint
{
    /// <summary>Name of the value in a manifest.</summary>
    public const string Property = "keyFingerprint";

    private const int MaxManifestBytes = 256 * 1024 * 1024;

    /// <summary>Full path of the manifest.</summary>
    public required string Path { get; init; }

    /// <summary>The fingerprint; null when it does not tell, such as when the key could not be read at the time.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="path">Full path of the backup, beside which its manifest is, or of the manifest.</param>
    /// <exception cref="IOException">It is not there or can't be read.</exception>
    /// <exception cref="EncryptionKeyException">It is no manifest.</exception>
    public static DataBackupFingerprint Read(string path)
    {
        var manifest = path.EndsWith(".json", System.StringComparison.OrdinalIgnoreCase) ? path : path + BackupLayout.ManifestEnding;
        if (!File.Exists(manifest))
        {
            throw new FileNotFoundException($"There is no manifest '{manifest}'.");
        }

        using var file = File.OpenRead(manifest);
        if (file.Length > MaxManifestBytes)
        {
            throw NoManifest(manifest);
        }

        try
        {
            using var json = JsonDocument.Parse(file);
            var value = json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().FirstOrDefault(one => string.Equals(one.Name, Property, System.StringComparison.OrdinalIgnoreCase)).Value
                : throw NoManifest(manifest);
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return new DataBackupFingerprint { Path = manifest, Fingerprint = KeyFingerprint.IsOne(text) ? text : null };
        }
        catch (JsonException)
        {
            throw NoManifest(manifest);
        }
    }

    private static EncryptionKeyException NoManifest(string path) => new(EncryptionKeyErrorKind.Damaged, $"'{path}' is no manifest of a backup of the data.");
}
