namespace TravisOps.Workers;

/// <summary>Which settings of a worker are secrets, by their name: wider than Redaction/SecretNames, and for an awk of 2014.</summary>
internal static class WorkerSecretNames
{
    /// <summary>Fits names in capitals; an extended regular expression (POSIX) that .NET reads the same way, without backslashes and braces.</summary>
    public const string Pattern = "PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|(^|_)KEY$|(^|_)KEY_|DSN$|(^|_)AUTH$|COOKIE|SIGNATURE|LICEN[CS]E";
}
