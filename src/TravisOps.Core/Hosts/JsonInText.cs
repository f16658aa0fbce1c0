using System;
using System.Text;
using System.Text.Json;

namespace TravisOps.Hosts;

/// <summary>Finds JSON in a command's output, where warnings and log-in noise may stand before and after it.</summary>
internal static class JsonInText
{
    /// <summary>Beginnings that are tried: each one costs a copy of the rest, and what a host prints may be anything.</summary>
    private const int MostAttempts = 20;

    /// <summary>The first object or array that begins a line and is complete; null when there is none. The caller disposes it.</summary>
    public static JsonDocument? Find(string text)
    {
        var attempts = 0;
        for (var start = 0; start < text.Length && attempts < MostAttempts; start = NextLine(text, start))
        {
            var first = start;
            while (first < text.Length && text[first] is ' ' or '\t' or '\uFEFF')
            {
                first++;
            }

            if (first == text.Length || text[first] is not ('{' or '['))
            {
                continue;
            }

            attempts++;
            if (Read(text.Substring(first)) is { } document)
            {
                return document;
            }
        }

        return null;
    }

    private static int NextLine(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end + 1;
    }

    private static JsonDocument? Read(string text)
    {
        // ParseValue ends with the value; Parse would refuse what follows it.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The property of that name in any case; null when it is not there or this is no object.</summary>
    public static JsonElement? Get(this JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    /// <summary>The string property of that name in any case; null when it is not a string or empty.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
}
