using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Docker;

/// <summary>Reads the times that Docker writes.</summary>
internal static class DockerTime
{
    // Go writes up to nine digits of a second; seven is what .NET keeps, and none matter here.
    private static readonly Regex Inspect = new(@"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant);

    private static readonly Regex CreatedAt = new(@"^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\b", RegexOptions.CultureInvariant);

    /// <summary>A time of <c>docker inspect</c>, such as <c>2018-10-23T22:00:21.314987894Z</c>; null for Go's zero time and anything else.</summary>
    public static DateTime? ReadInspect(string? text) =>
        text is { Length: < 60 } && Inspect.Match(text) is { Success: true } match ? Utc(match.Groups[1].Value + match.Groups[2].Value) : null;

    /// <summary>CreatedAt of <c>docker ps</c>, such as <c>2017-10-25 08:15:00 +0000 UTC</c>.</summary>
    public static DateTime? ReadCreatedAt(string? text) =>
        text is { Length: < 60 } && CreatedAt.Match(text) is { Success: true } match
            ? Utc($"{match.Groups[1].Value}T{match.Groups[2].Value}{match.Groups[3].Value}:{match.Groups[4].Value}")
            : null;

    private static DateTime? Utc(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year > 1 ? time.UtcDateTime : null;
}
