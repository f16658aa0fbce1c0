using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace TravisOps.Module.Tests.Engine;

/// <summary>All of what a command wrote, as text that can be compared: every property of every object, however deep.</summary>
internal static class ResultText
{
    /// <summary>One line an object, in order.</summary>
    /// <param name="output">What was written.</param>
    /// <param name="except">Properties that are left out.</param>
    public static IReadOnlyList<string> Of(IEnumerable<PSObject> output, params string[] except) => [.. output.Select(one => Of(one, except)).Order(System.StringComparer.Ordinal)];

    private static string Of(object? value, string[] except) => value switch
    {
        null => "null",
        string text => '"' + text + '"',
        PSObject { BaseObject: PSCustomObject } shown => Properties(shown, except),
        PSObject shown => Of(shown.BaseObject, except),
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(one => Of(one, except))) + "]",
        System.IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Properties(PSObject shown, string[] except) => "{" + string.Join("; ", shown.Properties
        .Where(property => !except.Contains(property.Name))
        .Select(property => property.Name + "=" + Of(property.Value, except))) + "}";
}
