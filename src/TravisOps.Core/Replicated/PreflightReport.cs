using System.Collections.Generic;
using System.Text.RegularExpressions;
using TravisOps.Checks;
using TravisOps.Hosts;

namespace TravisOps.Replicated;

/// <summary>What <c>replicatedctl preflight run</c> said. No sample of its JSON or text is public (facts 3), so it is read by what it must
/// hold: names and severities, in whatever arrangement.</summary>
public sealed record PreflightReport
{
    // A mark is asked for after the word, so that a sentence that begins with "Error" is not taken for a check.
    private static readonly Regex Leading = new(
        @"^\W*(?<word>" + Severity.Words + @")(?:[\]\):]+\s*[-:|]?|\s+[-:|]|\t|\s{2,})\s*(?<rest>\S.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Trailing = new(
        @"^(?<rest>\S.*?)\s*(?:[:|\t=]|\s{2,}|\s-|\.{2,}|\[|\()\s*(?<word>" + Severity.Words + @")\b[\]\)]?(?:\s*[-:|,]?\s+(?<message>\S.*))?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex NameEnd = new(@"(?<=\w):\s+|\s+-\s+|\t+|\s{3,}", RegexOptions.CultureInvariant);

    private static readonly Regex Maximum = new(@"^\W*max[\s_-]?severity\W+(?<word>\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Replicated's checks, in its order; empty when none could be told apart.</summary>
    public IReadOnlyList<PreflightFinding> Findings { get; init; } = [];

    /// <summary>What Replicated itself calls the worst; null when it did not say.</summary>
    public CheckStatus? MaxSeverity { get; init; }

    /// <summary>Reads JSON where there is some, lines with a severity otherwise.</summary>
    public static PreflightReport Parse(string text)
    {
        using var json = JsonInText.Find(text);
        return json is null ? ReadLines(text) : PreflightJson.Read(json.RootElement);
    }

    private static PreflightReport ReadLines(string text)
    {
        var findings = new List<PreflightFinding>();
        CheckStatus? max = null;
        foreach (var raw in TextLines.Of(text))
        {
            var line = raw.Trim();
            if (Maximum.Match(line) is { Success: true } maximum)
            {
                max = Severity.OfWord(maximum.Groups["word"].Value) ?? max;
            }
            else if (Read(line) is { } finding)
            {
                findings.Add(finding);
            }
        }

        return new PreflightReport { Findings = findings, MaxSeverity = max };
    }

    private static PreflightFinding? Read(string line)
    {
        var match = Trailing.Match(line);
        match = match.Success ? match : Leading.Match(line);
        if (!match.Success || Severity.OfWord(match.Groups["word"].Value) is not { } status)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value.Trim();
        var message = match.Groups["message"].Value.Trim();
        var cut = message.Length > 0 ? Match.Empty : NameEnd.Match(rest);
        return cut.Success
            ? new PreflightFinding(rest.Substring(0, cut.Index), status, rest.Substring(cut.Index + cut.Length), line)
            : new PreflightFinding(rest.TrimEnd('.', ' '), status, message, line);
    }
}
