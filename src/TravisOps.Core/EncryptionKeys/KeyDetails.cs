using System;
using System.Globalization;
using System.Reflection;

namespace TravisOps.EncryptionKeys;

/// <summary>What a backup of a key says about it, besides the key.</summary>
internal sealed record KeyDetails
{
    /// <summary>The platform that it is from.</summary>
    public required string ComputerName { get; init; }

    /// <summary>When the backup was made, UTC, to the second.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>See <see cref="EncryptionKey.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Characters of the key.</summary>
    public required int KeyLength { get; init; }

    /// <summary>What wrote the backup.</summary>
    public string Tool { get; init; } = ToolName;

    /// <summary>This program and its version.</summary>
    public static string ToolName { get; } = "TravisOps " + (typeof(KeyDetails).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    /// <summary>Details of a key of this moment.</summary>
    public static KeyDetails Of(EncryptionKey key, string computerName, DateTime now) => new()
    {
        ComputerName = computerName,
        CreatedAt = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc),
        Fingerprint = key.Fingerprint,
        KeyLength = key.Length,
    };

    /// <summary>The lines of it, <c>name: value</c>, which are YAML too.</summary>
    public string ToLines() => string.Join(
        "\n",
        $"{KeyFile.FormatName}: {KeyFile.Format}",
        $"computerName: {ComputerName}",
        $"createdAt: {CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
        $"fingerprint: {Fingerprint}",
        $"keyLength: {KeyLength.ToString(CultureInfo.InvariantCulture)}",
        $"tool: {Tool}") + "\n";
}
