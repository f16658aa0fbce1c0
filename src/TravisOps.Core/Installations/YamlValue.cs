using System;

namespace TravisOps.Installations;

/// <summary>Takes values out of the tree, strictly: nothing is guessed and nothing is converted.</summary>
internal static class YamlValue
{
    public delegate T? Converter<T>(string text, out string? problem)
        where T : struct;

    public static YamlMapping Mapping(YamlNode node, string expected) =>
        node as YamlMapping ?? throw node.Origin.Error($"{expected} expected here, found {node.Kind}");

    /// <summary>The text of a key that may be left out.</summary>
    public static string? Text(YamlEntry? entry, string expected, Func<string, string?> problemOf) =>
        entry is null ? null : Text(Given(entry, expected), expected, problemOf);

    public static string Text(YamlNode node, string expected, Func<string, string?> problemOf)
    {
        var scalar = Scalar(node, expected);
        if (scalar.IsPlain && ValueText.IsOtherThanText(scalar.Value))
        {
            throw scalar.Origin.Error($"{ValueText.Show(scalar.Value)} without quotes is a number, a truth value or nothing to YAML, and {expected} is expected; put it in quotes if it is meant");
        }

        return problemOf(scalar.Value) is { } problem ? throw scalar.Origin.Error(problem) : scalar.Value;
    }

    /// <summary>A number or one of a few words, of a key that may be left out.</summary>
    public static T? Word<T>(YamlEntry? entry, string expected, Converter<T> convert)
        where T : struct
    {
        if (entry is null)
        {
            return null;
        }

        var scalar = Scalar(Given(entry, expected), expected);
        return convert(scalar.Value, out var problem) ?? throw scalar.Origin.Error(problem!);
    }

    private static YamlNode Given(YamlEntry entry, string expected) => entry.Value is YamlScalar { IsEmpty: true }
        ? throw entry.Key.Origin.Error($"'{entry.Key.Value}' has no value; {expected} is expected, or remove the line")
        : entry.Value;

    private static YamlScalar Scalar(YamlNode node, string expected) => node switch
    {
        YamlScalar { IsEmpty: true } => throw node.Origin.Error($"there is nothing here; {expected} is expected"),
        YamlScalar scalar => scalar,
        _ => throw node.Origin.Error($"{expected} is expected here, found {node.Kind}"),
    };
}
