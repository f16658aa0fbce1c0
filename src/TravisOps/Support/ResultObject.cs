using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace TravisOps.Support;

/// <summary>
/// What a command writes for a result of the core: an object of that type's name and properties, its enums as their names.
/// </summary>
/// <remarks>
/// ConvertTo-Json writes an enum as a number, in 5.1 and, unless asked otherwise, in 7, and it reads the object under a PSObject past
/// all extended properties; so the names have to be the values themselves. Views go by the type's name.
/// </remarks>
internal static class ResultObject
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>The result as PowerShell gets it.</summary>
    public static PSObject From(object result)
    {
        var type = result.GetType();
        var shown = new PSObject();
        shown.TypeNames.Insert(0, type.FullName);
        foreach (var property in Properties.GetOrAdd(type, one => one.GetProperties(BindingFlags.Public | BindingFlags.Instance)))
        {
            var value = property.GetValue(result);
            shown.Properties.Add(new PSNoteProperty(property.Name, Shown(value)));
        }

        return shown;
    }

    // A list of the core's own records likewise: an enum in one of them is a word too.
    private static object? Shown(object? value) => value switch
    {
        Enum name => name.ToString(),

        // An object, so that $_.Fields.job_id completes, and a CSV has the values where it would have a type's name.
        IReadOnlyDictionary<string, string> pairs => Pairs(pairs),
        IEnumerable list and not string when value.GetType() is { IsArray: true } or { IsGenericType: true } => List([.. list.Cast<object>()]),
        _ => value,
    };

    private static PSObject Pairs(IReadOnlyDictionary<string, string> pairs)
    {
        var shown = new PSObject();
        foreach (var pair in pairs)
        {
            shown.Properties.Add(new PSNoteProperty(pair.Key, pair.Value));
        }

        return shown;
    }

    private static ResultList List(object[] elements) =>
        new(elements.Select(element => IsOurs(element.GetType()) ? From(element) : element), elements.Select(element => element.ToString() ?? string.Empty));

    private static bool IsOurs(Type type) => type.Assembly == typeof(TravisHost).Assembly && !type.IsEnum;
}
