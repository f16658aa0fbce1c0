namespace TravisOps.Environments;

/// <summary>Which GitHub an installation works with, and which version of it.</summary>
public sealed record GitHubFinding
{
    /// <summary>Which one.</summary>
    public required GitHubKind Kind { get; init; }

    /// <summary>Its host; null when it is not known.</summary>
    public string? HostName { get; init; }

    /// <summary>Version of GitHub Enterprise, such as <c>2.18.0</c>; null for github.com and when it is not told.</summary>
    public string? Version { get; init; }

    /// <summary>What proves it, or why the version is not known.</summary>
    public required string Proof { get; init; }
}
