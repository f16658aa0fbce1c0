using System;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TravisOps.Ssh;

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

    // A bundle may come from anybody, and what it says goes to a terminal.
    private static readonly JsonSerializerOptions s_foreign = new(s_options) { Converters = { new HarmlessText() } };

    /// <summary>The text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, s_options).Replace("\r\n", "\n") + "\n";

    /// <summary>Reads it back, its texts without control characters. What may be null and is not to be, <see cref="ForeignBundle"/> tells.</summary>
    /// <exception cref="JsonException">It is not that.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, s_foreign) ?? throw new JsonException("It is null.");
        }
        catch (NotSupportedException error)
        {
            throw new JsonException("It is not what is expected.", error);
        }
    }

    private sealed class HarmlessText : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PlainText.Harmless(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("It is no text."));

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
