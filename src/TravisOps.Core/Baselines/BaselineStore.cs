using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TravisOps.Files;

namespace TravisOps.Baselines;

/// <summary>
/// Baselines as one JSON file: for people, grep and diff, for their owner only, whole or not there. The same facts give the same bytes. The form
/// is described in the help of Save-TravisBaseline.
/// </summary>
public static class BaselineStore
{
    /// <summary>What the member <c>format</c> says.</summary>
    public const string Format = "TravisOps.Baseline";

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>Largest file that is read: a host takes some 50 KB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,

        // For people: it is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    /// <summary>The text of a baseline.</summary>
    public static string ToJson(TravisBaseline baseline)
    {
        if (baseline is null)
        {
            throw new ArgumentNullException(nameof(baseline));
        }

        var stored = new Stored
        {
            Format = Format,
            Version = Version,
            Installation = baseline.Installation,
            CreatedAt = baseline.CreatedAt.ToUniversalTime(),
            Hosts = [.. Order(baseline.Hosts).Select(host => host with
            {
                Facts = Sorted(host.Facts),
                Unknown = Sorted(host.Unknown),
            })],
        };
        return JsonSerializer.Serialize(stored, s_options).Replace("\r\n", "\n") + "\n";
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is not that, or of another version.</exception>
    public static TravisBaseline FromJson(string json)
    {
        using (var document = JsonDocument.Parse(json))
        {
            // The version first: another one need not have the same members.
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != Format)
            {
                throw new JsonException("There is no \"format\": \"" + Format + "\" in it; this is not a baseline.");
            }

            if (!document.RootElement.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Version)
            {
                throw new JsonException($"It has version {(document.RootElement.TryGetProperty("version", out var other) ? other.ToString() : "none")}, and this TravisOps reads version {Version}. Use the TravisOps that wrote it, or save a new one.");
            }
        }

        var stored = JsonSerializer.Deserialize<Stored>(json, s_options)!;
        if (stored.Installation is null || stored.Hosts is null
            || stored.Hosts.Any(host => host is not { ComputerName: not null, Facts: not null, Unknown: not null, Changes: not null })
            || stored.Hosts.Any(host => host.Facts.Values.Concat(host.Unknown.Values).Any(value => value is null) || host.Changes.Any(change => change is not { What: not null, ComputerName: not null, Source: not null })))
        {
            throw new JsonException("A part of it is null that must not be.");
        }

        if (stored.Hosts.Any(host => host.ComputerName.Any(char.IsControl) || host.Facts.Concat(host.Unknown).Any(fact => (fact.Key + fact.Value).Any(char.IsControl))))
        {
            // It goes to a terminal.
            throw new JsonException("There are control characters in it.");
        }

        return stored.Hosts.GroupBy(host => host.ComputerName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new JsonException($"The host {twice.Key} is in it twice.")
            : new TravisBaseline { Installation = stored.Installation, CreatedAt = stored.CreatedAt.ToUniversalTime(), Hosts = Order(stored.Hosts) };
    }

    /// <summary>Writes a file for its owner only, whole or not at all.</summary>
    /// <param name="path">Full path; its folder is there.</param>
    /// <param name="baseline">What to write.</param>
    /// <param name="overwrite">Replaces a file of that name.</param>
    /// <exception cref="BaselineException">It can't be written, or there is one.</exception>
    public static void Write(string path, TravisBaseline baseline, bool overwrite)
    {
        try
        {
            DurableFile.WritePrivate(path, new UTF8Encoding(false).GetBytes(ToJson(baseline)), overwrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BaselineException(path, $"The baseline '{path}' can't be written: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BaselineException">It is not there, can't be read, or is not a baseline of this version.</exception>
    public static TravisBaseline Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
            {
                throw new BaselineException(path, $"'{path}' has {file.Length} bytes: that is no baseline.");
            }

            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return FromJson(reader.ReadToEnd());
        }
        catch (JsonException exception)
        {
            throw new BaselineException(path, $"'{path}' can't be used as a baseline: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException or NotSupportedException)
        {
            throw new BaselineException(path, $"The baseline '{path}' can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>The platform first, then the workers by name.</summary>
    internal static IReadOnlyList<BaselineHost> Order(IEnumerable<BaselineHost> hosts) =>
        [.. hosts.OrderBy(host => host.Role).ThenBy(host => host.ComputerName, StringComparer.Ordinal)];

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> facts)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            sorted[fact.Key] = fact.Value;
        }

        return sorted;
    }

    private sealed record Stored
    {
        public required string Format { get; init; }

        public required int Version { get; init; }

        public required string Installation { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required IReadOnlyList<BaselineHost> Hosts { get; init; }
    }
}
