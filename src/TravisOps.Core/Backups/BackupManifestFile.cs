using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TravisOps.Backups;

/// <summary>Writes a manifest as JSON and reads it back. Property names are those of <see cref="BackupManifest"/> in camel case.</summary>
public static class BackupManifestFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    /// <summary>The manifest as UTF-8 text.</summary>
    public static byte[] ToBytes(BackupManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, s_options);

    /// <summary>Reads one.</summary>
    /// <param name="path">Full path of the manifest.</param>
    /// <exception cref="BackupException">It is no manifest, or of a newer version.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static BackupManifest Read(string path)
    {
        BackupManifest? manifest;
        try
        {
            using var file = File.OpenRead(path);
            manifest = JsonSerializer.Deserialize<BackupManifest>(file, s_options);
        }
        catch (JsonException error)
        {
            throw new BackupException(BackupProblem.ManifestInvalid, $"'{path}' is no manifest of a backup: {error.Message}", "Find the manifest that was written with the archive, or use another backup.", error);
        }

        return manifest switch
        {
            null => throw new BackupException(BackupProblem.ManifestInvalid, $"'{path}' is no manifest of a backup.", "Find the manifest that was written with the archive, or use another backup."),
            { Version: > BackupManifest.CurrentVersion or < 1 } => throw new BackupException(BackupProblem.ManifestInvalid, $"'{path}' is a manifest of version {manifest.Version}, which this version of TravisOps does not know.", "Use the TravisOps that wrote it, or a newer one."),
            _ => manifest,
        };
    }
}
