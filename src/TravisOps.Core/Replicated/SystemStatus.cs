using System.Collections.Generic;
using System.Text.Json;
using System.Text.RegularExpressions;
using TravisOps.Hosts;

namespace TravisOps.Replicated;

/// <summary>Reads <c>replicatedctl system status</c>: an object of component and state, such as <c>{"Replicated": "ready"}</c> (facts 3).</summary>
public static class SystemStatus
{
    private static readonly Regex Line = new(@"^\s*(?<name>[A-Za-z][\w .-]*?)\s*[:=\t]\s*(?<state>\w+)\s*$", RegexOptions.CultureInvariant);

    private static readonly Regex Word = new(@"^\s*(?<state>ready|initializing|failed)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Components and their states in lower case; empty when the text holds none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        var states = new List<KeyValuePair<string, string>>();
        using var json = JsonInText.Find(text);
        if (json is not null)
        {
            Collect(json.RootElement, states);
            return states;
        }

        foreach (var raw in TextLines.Of(text))
        {
            if (Word.Match(raw) is { Success: true } word)
            {
                Add(states, "Replicated", word.Groups["state"].Value);
            }
            else if (Line.Match(raw) is { Success: true } line)
            {
                Add(states, line.Groups["name"].Value, line.Groups["state"].Value);
            }
        }

        return states;
    }

    private static void Collect(JsonElement root, List<KeyValuePair<string, string>> states)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                Add(states, property.Name, property.Value.GetString() ?? string.Empty);
            }
        }
    }

    private static void Add(List<KeyValuePair<string, string>> states, string name, string state) =>
        states.Add(new KeyValuePair<string, string>(name, state.Trim().ToLowerInvariant()));
}
