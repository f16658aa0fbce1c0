using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace TravisOps.Bundles;

/// <summary>Names of machines and people in configurations and answers of hosts.</summary>
internal static class NamesInText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    // The host of a URI, and the value of a setting such as TRAVIS_ENTERPRISE_HOST; with a domain, so that no word is taken for a machine.
    private static readonly Regex s_host = new(
        @"://(?:[^\s/@""']{1,200}@)?([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,24})(?=[:/?#""'\s]|\z)"
        + @"|(?<![a-z0-9])HOST(?:NAME)?[""']?[=:]\s{0,4}[""']?([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,24})(?![a-z0-9_.-])"

        // A machine's own variable has no domain. A container has its id there.
        + @"|(?<![a-z0-9_])HOSTNAME=[""']?(?![0-9a-f]{12}\b)([a-z0-9][a-z0-9-]{1,62})(?![a-z0-9_.-])",
        Options,
        s_limit);

    // Home folders, and who did something as apt and sudo tell it.
    private static readonly Regex s_user = new(@"/home/([a-z_][a-z0-9_.-]{2,31})|Requested-By: ([a-z_][a-z0-9_.-]{2,31}) \(|\bSUDO_USER=([a-z_][a-z0-9_.-]{2,31})", Options, s_limit);

    /// <summary>The machines.</summary>
    public static IEnumerable<string> Hosts(string text) => Names(s_host, text);

    /// <summary>The people.</summary>
    public static IEnumerable<string> Users(string text) => Names(s_user, text);

    private static IEnumerable<string> Names(Regex regex, string text)
    {
        foreach (Match match in regex.Matches(text))
        {
            for (var group = 1; group < match.Groups.Count; group++)
            {
                if (match.Groups[group].Success)
                {
                    yield return match.Groups[group].Value;
                }
            }
        }
    }
}
