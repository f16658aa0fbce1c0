using System;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TravisOps.Bundles;

/// <summary>The JSON files of a bundle: for people and jq, the same bytes on every system.</summary>
internal static class BundleJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
        MaxDepth = 16,
    };

    /// <summary>The text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, s_options).Replace("\r\n", "\n") + "\n";

    /// <summary>Reads it back.</summary>
    /// <exception cref="JsonException">It is not that.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, s_options) ?? throw new JsonException("It is null.");
        }
        catch (NotSupportedException error)
        {
            throw new JsonException("It is not what is expected.", error);
        }
    }
}
