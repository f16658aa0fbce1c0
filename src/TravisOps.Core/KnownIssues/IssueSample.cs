using System.Text.RegularExpressions;
using TravisOps.Redaction;

namespace TravisOps.KnownIssues;

/// <summary>Takes the secrets out of a line that is shown as a sample.</summary>
internal static class IssueSample
{
    // travis-scheduler prints the encrypted value and the beginning of the repository's private key (Platform.SecureValueNotDecrypted).
    private static readonly Regex s_scheduler = new("(secure config value: |using key: )(\"(?:[^\"\\\\]|\\\\.)*\"?|\\S+)", RegexOptions.CultureInvariant);

    /// <summary>The line with a mark in the place of each secret.</summary>
    public static string Redact(string line) => LineRedactor.Redact(s_scheduler.Replace(line, "$1" + LineRedactor.Mark));
}
