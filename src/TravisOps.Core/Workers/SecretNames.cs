namespace TravisOps.Workers;

/// <summary>Which settings are secrets, by their name.</summary>
internal static class SecretNames
{
    /// <summary>Fits names in capitals; an extended regular expression (POSIX) that .NET reads the same way, without backslashes and braces.</summary>
    public const string Pattern = "PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|(^|_)KEY$|(^|_)KEY_|DSN$|(^|_)AUTH$|COOKIE|SIGNATURE|LICEN[CS]E";
}
