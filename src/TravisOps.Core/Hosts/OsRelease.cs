using System;
using System.Collections.Generic;

namespace TravisOps.Hosts;

/// <summary>The distribution of a host, from <c>/etc/os-release</c> (os-release(5)) or, on releases without it, <c>/etc/lsb-release</c>.</summary>
/// <param name="Id">Distribution in lower case, such as <c>ubuntu</c>.</param>
/// <param name="VersionId">Release, such as <c>14.04</c>; empty for rolling distributions.</param>
/// <param name="PrettyName">What a person calls it, such as <c>Ubuntu 14.04.6 LTS</c>.</param>
public sealed record OsRelease(string Id, string VersionId, string PrettyName)
{
    /// <summary>The release of Ubuntu, 16.4 for 16.04; null for other distributions.</summary>
    public Version? Ubuntu => Id == "ubuntu" ? VersionNumber.Parse(VersionId) : null;

    /// <summary>Reads either file; null when neither an id nor a name is in it.</summary>
    public static OsRelease? Parse(string text)
    {
        var values = Values(text);
        var id = First(values, "ID", "DISTRIB_ID");
        var version = First(values, "VERSION_ID", "DISTRIB_RELEASE") ?? string.Empty;
        var pretty = First(values, "PRETTY_NAME", "DISTRIB_DESCRIPTION", "NAME");
        if (id is null && pretty is null)
        {
            return null;
        }

        return new OsRelease((id ?? "unknown").ToLowerInvariant(), version, pretty ?? (id + " " + version).Trim());
    }

    private static Dictionary<string, string> Values(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in TextLines.Of(text))
        {
            var equals = line.IndexOf('=');
            if (equals > 0 && line[0] != '#')
            {
                values[line.Substring(0, equals).Trim()] = line.Substring(equals + 1).Trim().Trim('"', '\'');
            }
        }

        return values;
    }

    private static string? First(Dictionary<string, string> values, params string[] keys)
    {
        foreach (var key in keys)
        {
            if (values.TryGetValue(key, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }
}
