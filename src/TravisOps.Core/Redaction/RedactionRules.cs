namespace TravisOps.Redaction;

/// <summary>Names of the rules in redaction.json.</summary>
internal static class RedactionRules
{
    /// <summary>The fingerprint of a machine's or a person's key.</summary>
    public const string KeyFingerprint = "key-fingerprint";

    /// <summary>A value that was met elsewhere, in any of its forms.</summary>
    public const string Known = "known-value";

    /// <summary>A value beside a secret's name.</summary>
    public const string Name = "secret-name";

    /// <summary>The password of a URI.</summary>
    public const string Uri = "uri-credentials";

    /// <summary>The body of a PEM private key.</summary>
    public const string PrivateKey = "private-key";

    /// <summary>A token that shows by its form what it is: GitHub's, AWS's, a JWT and the like.</summary>
    public const string Token = "token-format";

    /// <summary>A password's hash, as in htpasswd and shadow.</summary>
    public const string PasswordHash = "password-hash";

    /// <summary>A line of .pgpass.</summary>
    public const string PasswordFile = "password-file";

    /// <summary>Something random beside a name that may be a secret's.</summary>
    public const string HighEntropy = "high-entropy";

    /// <summary>A host name (-Anonymize).</summary>
    public const string HostName = "host-name";

    /// <summary>A user name (-Anonymize).</summary>
    public const string UserName = "user-name";

    /// <summary>An IP address (-Anonymize).</summary>
    public const string IpAddress = "ip-address";

    /// <summary>A hardware address (-Anonymize).</summary>
    public const string MacAddress = "mac-address";
}
