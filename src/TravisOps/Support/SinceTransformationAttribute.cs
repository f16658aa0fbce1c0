using System;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace TravisOps.Support;

/// <summary>
/// Takes "since when" as people say it: a time, a time span before now (New-TimeSpan, [timespan]), or a text such as 30m, 2h or 1d. The result is
/// UTC. A time without a zone is the person's own.
/// </summary>
internal sealed class SinceTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex s_ago = new(@"^\s*([0-9]{1,6})\s*([smhd])\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var input = inputData is PSObject shell ? shell.BaseObject : inputData;
        try
        {
            return input switch
            {
                TimeSpan span => Before(span),
                DateTime time => Utc(time),
                DateTimeOffset time => time.UtcDateTime,

                // To PowerShell 1d is a decimal, and from version 6.2 on 1s is an Int16.
                decimal days => Before(TimeSpan.FromDays((double)days)),
                short seconds => Before(TimeSpan.FromSeconds(seconds)),
                string text when s_ago.Match(text) is { Success: true } ago => Before(Span(int.Parse(ago.Groups[1].Value, CultureInfo.InvariantCulture), ago.Groups[2].Value)),
                string text => Utc(LanguagePrimitives.ConvertTo<DateTime>(text)),

                // A bare number would be taken for hundred nanoseconds since the year 1.
                _ => throw new PSInvalidCastException("It is neither a time nor a time span."),
            };
        }
        catch (Exception error) when (error is PSInvalidCastException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new ArgumentTransformationMetadataException($"'{input}' is no time. Give a time (2018-04-18 12:00), a time span, or how long ago: 30m, 2h, 1d.", error);
        }
    }

    private static TimeSpan Span(int count, string unit) => unit.ToUpperInvariant() switch
    {
        "S" => TimeSpan.FromSeconds(count),
        "M" => TimeSpan.FromMinutes(count),
        "H" => TimeSpan.FromHours(count),
        _ => TimeSpan.FromDays(count),
    };

    // -Since (New-TimeSpan -Hours -2) means the same as without the sign: nobody asks for the future.
    private static DateTime Before(TimeSpan span) => DateTime.UtcNow - span.Duration();

    private static DateTime Utc(DateTime time) => time.ToUniversalTime();
}
