using System.Text.RegularExpressions;
using TravisOps.Checks;

namespace TravisOps.Replicated;

/// <summary>Replicated's words for how bad something is (facts 3: success, warn, error), in any case, and their usual relatives.</summary>
internal static class Severity
{
    /// <summary>The words, for use in an expression.</summary>
    public const string Words = "success|succeeded|ok|pass|passed|info|warn|warning|error|err|fail|failed|failure|fatal|critical|skip|skipped";

    private static readonly Regex Negation = new(
        @"\b(?:0|no|without(?: any)?)\s+(?:errors?|warnings?|fail\w*)\b|\b(?:errors?|warnings?|fail\w*)\s*[:=]\s*0\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Bad = new(@"\b(?:error|fail)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Doubtful = new(@"\bwarn", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The status of one word; null when it is none of the known ones.</summary>
    public static CheckStatus? OfWord(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "SUCCESS" or "SUCCEEDED" or "OK" or "PASS" or "PASSED" or "INFO" => CheckStatus.Pass,
        "WARN" or "WARNING" => CheckStatus.Warn,
        "ERROR" or "ERR" or "FAIL" or "FAILED" or "FAILURE" or "FATAL" or "CRITICAL" => CheckStatus.Fail,
        "SKIP" or "SKIPPED" => CheckStatus.Skip,
        _ => null,
    };

    /// <summary>The worst that free text speaks of: error or fail, then warn; Unknown otherwise, because silence proves nothing.</summary>
    public static CheckStatus OfText(string text)
    {
        var rest = Negation.Replace(text, string.Empty);
        return Bad.IsMatch(rest) ? CheckStatus.Fail : Doubtful.IsMatch(rest) ? CheckStatus.Warn : CheckStatus.Unknown;
    }

    /// <summary>How bad: Fail over Warn over Unknown over Skip and Pass.</summary>
    public static int Rank(CheckStatus status) => status switch
    {
        CheckStatus.Fail => 3,
        CheckStatus.Warn => 2,
        CheckStatus.Unknown => 1,
        _ => 0,
    };
}
