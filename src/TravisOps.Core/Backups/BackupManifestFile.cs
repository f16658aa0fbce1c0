using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
            _ when Flaw(manifest) is { } flaw => throw new BackupException(BackupProblem.ManifestInvalid, $"'{path}' is no manifest of a backup, or a damaged one: {flaw}.", "Find the manifest that was written with the archive, or use another backup."),
            _ => manifest,
        };
    }

    /// <summary>What its types allow and no backup has: JSON's null stands for anything, and "required" asks only that the name is there. Null when there is nothing of it.</summary>
    private static string? Flaw(BackupManifest manifest) => manifest switch
    {
        { ComputerName: not { Length: > 0 } } => "it has no computerName",
        { ArchiveName: not { Length: > 0 } } => "it has no archiveName",
        { ArchiveSha256: null } => "it has no archiveSha256",
        { ToolVersion: null } => "it has no toolVersion",
        { ArchiveSize: < 0 } => "its archiveSize is negative",
        { ContentSize: < 0 } => "its contentSize is negative",
        { Compression: not (BackupCompression.None or BackupCompression.Gzip or BackupCompression.Zstd) } => $"compression '{manifest.Compression}' is none that an archive has",
        { Mode: not (BackupMode.Hot or BackupMode.Cold or BackupMode.AsManual) } => $"mode '{manifest.Mode}' is not known",
        _ => Texts("inconsistencies", manifest.Inconsistencies) ?? Texts("warnings", manifest.Warnings) ?? Texts("paths", manifest.Paths) ?? Texts("excluded", manifest.Excluded)
            ?? All("databases", manifest.Databases, Flaw) ?? All("entries", manifest.Entries, Flaw)
            ?? Texts("externalDatabases", manifest.ExternalDatabases) ?? (manifest.Roles is null ? null : All("roles", manifest.Roles, Flaw)) ?? (manifest.Mounts?.Values.Any(mount => mount is null) == true ? "one of its mounts is null" : null),
    };

    private static string? Flaw(BackupDatabase database) => database switch
    {
        { Name: not { Length: > 0 } } => "has no name",
        { Sha256: null } => "has no sha256",
        { Size: < 0 } or { ServerSize: < 0 } or { Parts: < 0 } => "has a negative size",
        _ => All("settings", database.Settings, Flaw) is { } flaw ? "is no database: " + flaw : null,
    };

    private static string? Flaw(BackupRole role) => role switch
    {
        { Name: not { Length: > 0 } } => "has no name",
        _ => (Texts("memberOf", role.MemberOf) ?? All("settings", role.Settings, Flaw)) is { } flaw ? "is no role: " + flaw : null,
    };

    private static string? Flaw(BackupSetting setting) => setting is { Name.Length: > 0, Value: not null } ? null : "has no name or no value";

    private static string? Flaw(BackupEntry entry) => entry switch
    {
        { Path: null } => "has no path",
        { Mode: null } => "has no mode",
        { Size: < 0 } => "has a negative size",
        _ when entry.Type is < BackupEntryType.File or > BackupEntryType.BlockDevice => "is of a type that is not known",
        _ => null,
    };

    private static string? Texts(string name, IReadOnlyList<string>? texts) => All(name, texts, _ => null);

    private static string? All<T>(string name, IReadOnlyList<T?>? list, Func<T, string?> flaw)
        where T : class
    {
        if (list is null)
        {
            return $"its list {name} is null";
        }

        for (var i = 0; i < list.Count; i++)
        {
            if ((list[i] is { } one ? flaw(one) : "is null") is { } found)
            {
                return $"number {i + 1} of its list {name} {found}";
            }
        }

        return null;
    }
}
