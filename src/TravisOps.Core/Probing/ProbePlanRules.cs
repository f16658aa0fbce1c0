using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace TravisOps.Probing;

/// <summary>What a plan must look like. A plan is written by us: what breaks a rule is an <see cref="ArgumentException"/>, before any host is contacted.</summary>
internal static class ProbePlanRules
{
    /// <summary>Longest name: with an ending it is still a file name everywhere.</summary>
    public const int MaxNameLength = 100;

    // More than this would be a mistake: a session keeps 16 MiB.
    private const int MaxMaxBytes = 16 * 1024 * 1024;

    private static readonly Regex NamePattern = new("^[a-z0-9]+(?:[.-][a-z0-9]+)*\\z", RegexOptions.CultureInvariant);

    private static readonly Regex DeviceNamePattern = new("^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|\\z)", RegexOptions.CultureInvariant);

    /// <summary>The name can be used in evidence: lower case words joined by single dots or dashes, and no device name of Windows, as it becomes a file name.</summary>
    public static bool IsName(string? name) =>
        name is not null && name.Length <= MaxNameLength && NamePattern.IsMatch(name) && !DeviceNamePattern.IsMatch(name);

    /// <summary>Throws for the first item that can't be asked.</summary>
    public static void Check(IReadOnlyList<ProbeItem> plan)
    {
        if (plan is null)
        {
            throw new ArgumentNullException(nameof(plan));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in plan)
        {
            var wrong = WhatIsWrong(item) ?? (names.Add(item.Name) ? null : "is in the plan twice");
            if (wrong is not null)
            {
                throw new ArgumentException($"Probe item '{item?.Name}' {wrong}.", nameof(plan));
            }
        }
    }

    private static string? WhatIsWrong(ProbeItem? item)
    {
        if (item is null)
        {
            return "is null";
        }

        if (!IsName(item.Name))
        {
            return $"needs a name of lower case letters and digits, joined by single dots or dashes, {MaxNameLength} characters at the most, that is no device name of Windows";
        }

        if (string.IsNullOrWhiteSpace(item.Source) || item.Source.IndexOf('\0') >= 0)
        {
            return "needs a source without NUL";
        }

        if (item.Kind == ProbeItemKind.File && (item.Source[0] != '/' || item.Source.IndexOfAny(['\n', '\r']) >= 0))
        {
            return "needs an absolute path on one line";
        }

        if (item.Kind == ProbeItemKind.File && item.Gate is not null && item.TimeLimit is null)
        {
            return "needs a time limit, as a file in a gate";
        }

        if (item.MaxBytes is < 1 or > MaxMaxBytes)
        {
            return $"needs MaxBytes from 1 to {MaxMaxBytes}";
        }

        if (item.TimeLimit is { } limit && (limit <= TimeSpan.Zero || limit > TimeSpan.FromDays(1)))
        {
            return "needs a time limit above zero and up to one day";
        }

        return null;
    }
}
