using System;
using TravisOps.Evidence;

namespace TravisOps.Environments;

/// <summary>Which GitHub an installation works with (facts 2 and 12): by travis.yml in te-main, else by Replicated's settings; the version as
/// GitHub Enterprise itself tells it to the platform.</summary>
public static class GitHubJudge
{
    private const string ApiUrl = "github.api_url";

    /// <summary>The finding for a platform; Unknown with the reason when it can't be known.</summary>
    public static GitHubFinding Judge(HostEvidence platform)
    {
        if (platform is null)
        {
            throw new ArgumentNullException(nameof(platform));
        }

        var item = platform.Find(EnvironmentItems.GitHub.Name);
        if (GitHubFacts.Parse(item) is not { } facts)
        {
            return new GitHubFinding { Kind = GitHubKind.Unknown, Proof = item is null ? "github is not in this evidence" : $"github came back as {item.Status}" };
        }

        var (kind, host, proof) = Which(facts);
        return kind != GitHubKind.Enterprise
            ? new GitHubFinding { Kind = kind, HostName = host, Proof = proof }
            : Version(facts) is var (version, because)
                ? new GitHubFinding { Kind = kind, HostName = host, Version = version, Proof = $"{proof}; {because}" }
                : throw new InvalidOperationException();
    }

    private static (GitHubKind Kind, string? Host, string Proof) Which(GitHubFacts facts)
    {
        if (facts.Hosts.TryGetValue(ApiUrl, out var url) && url != "?")
        {
            var host = Bare(url);
            return host is "api.github.com" or "github.com"
                ? (GitHubKind.GitHubCom, "github.com", $"travis.yml: {ApiUrl} at {host}")
                : (GitHubKind.Enterprise, host, $"travis.yml: {ApiUrl} at {host}");
        }

        var type = facts.Settings.TryGetValue("github_type", out var told) ? told : null;
        var named = facts.Settings.TryGetValue("github_enterprise_host", out var enterprise) && enterprise.Length > 0 ? enterprise : null;
        return type switch
        {
            "github_type_public" => (GitHubKind.GitHubCom, "github.com", "Replicated's setting github_type: github_type_public"),
            "github_type_enterprise" => (GitHubKind.Enterprise, named, "Replicated's setting github_type: github_type_enterprise"),

            // Without a setting the services take github.com; that te-main has a file without it is what tells.
            _ when facts.Hosts.Count > 0 && !facts.Hosts.ContainsKey(ApiUrl) => (GitHubKind.GitHubCom, "github.com", $"travis.yml has no {ApiUrl}, whose default is github.com"),
            _ => (GitHubKind.Unknown, null, facts.Missing switch
            {
                "docker" => "Docker Engine could not be asked for te-main's travis.yml, nor for Replicated's settings",
                "te-main" => "te-main does not run, and Replicated tells no github_type",
                _ => "te-main has no readable travis.yml, and Replicated tells no github_type",
            }),
        };
    }

    private static (string? Version, string Because) Version(GitHubFacts facts)
    {
        var by = $"{facts.Asked} (asked with {facts.Tool}{(facts.Status is { } status ? $", status {status}" : string.Empty)})";
        return facts switch
        {
            { Asked: null } => (null, "its version was not asked, because its host is not known"),
            { Installed: { } version } => (version, $"installed_version from {by}"),
            { Header: { } version } => (version, $"header X-GitHub-Enterprise-Version from {by}"),
            { Error: { } error } => (null, $"no version: {facts.Asked} gave no answer{(facts.Tool is null ? string.Empty : $" to {facts.Tool}")}: {error}"),
            { IsMeta: true } => (null, $"no version: {by} answered as GitHub Enterprise does, before 2.18 or so without its version"),
            { Status: 401 or 403 } => (null, $"no version: {by} wants a log-in (private mode) and its headers do not tell"),
            _ => (null, $"no version: {by} did not answer as GitHub Enterprise does"),
        };
    }

    private static string Bare(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? url : url.Substring(scheme + 3);
    }
}
