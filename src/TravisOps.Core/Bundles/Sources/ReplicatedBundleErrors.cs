using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace TravisOps.Bundles.Sources;

/// <summary>
/// Reads the error.json of Replicated's bundle (facts 4): a list with an entry for each part that could not be collected, or only in part, such as those that were not done when
/// its time was over; null or an empty list when there is none.
/// </summary>
internal static class ReplicatedBundleErrors
{
    /// <summary>The file's name.</summary>
    public const string FileName = "error.json";

    private const int Shown = 3;

    /// <summary>Why the bundle is partial; null when it is not.</summary>
    public static string? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return document.RootElement.ValueKind == JsonValueKind.Null ? null : Unreadable;
            }

            List<string> parts = [.. document.RootElement.EnumerateArray().Select(Part)];
            return parts.Count == 0 ? null
                : $"Replicated could not collect {parts.Count} of its parts: {string.Join("; ", parts.Take(Shown))}{(parts.Count > Shown ? $"; and {parts.Count - Shown} more" : string.Empty)}";
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    private const string Unreadable = "Replicated's error.json could not be read, so that it is not known whether it is whole";

    private static string Part(JsonElement one) => one.ValueKind == JsonValueKind.Object
        ? $"{Text(one, "path") ?? "?"} ({Text(one, "error") ?? "no reason given"})"
        : "?";

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
