namespace TravisOps.Environments;

/// <summary>Which GitHub an installation works with.</summary>
public enum GitHubKind
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>github.com.</summary>
    GitHubCom,

    /// <summary>GitHub Enterprise, on a machine of one's own.</summary>
    Enterprise,
}
