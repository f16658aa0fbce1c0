namespace TravisOps.Workers;

/// <summary>Which settings of a worker are secrets, by their name: all that are to Redaction/SecretNames and some more, for an awk of 2014.</summary>
internal static class WorkerSecretNames
{
    /// <summary>Fits names in capitals; an extended regular expression (POSIX) that .NET reads the same way, without backslashes and braces.</summary>
    public const string Pattern =
        "PASS|PWD|(^|[^A-Z])PW|(BIND|ROOT|USER|DB)PW|SECRET|TOKEN|CRED|PRIVATE|(API|ACCESS|ENCRYPTION)_?KEY|(^|_)KEYS?[0-9]*(_|$)|DSN|AUTH|BEARER|COOKIE|JWT|(^|[^A-Z])OTP|PSK|SIGNATURE|LICEN[CS]E";
}
