using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>What the probe item <c>github</c> tells of a platform: hosts in travis.yml, three of Replicated's settings, and GitHub Enterprise's answer.</summary>
internal sealed record GitHubFacts
{
    private static readonly Regex VersionPattern = new(@"^(?:enterprise-server@)?(\d{1,4}\.\d{1,4}(?:\.\d{1,6})?)\b", RegexOptions.CultureInvariant);

    /// <summary>Hosts that travis.yml names, such as <c>amqp.host</c>; <c>?</c> for what does not look like one.</summary>
    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of Replicated, such as <c>github_type</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Version of Replicated.</summary>
    public string? Replicated { get; init; }

    /// <summary>What could not be asked on the host: docker, te-main, travis.yml.</summary>
    public string? Missing { get; init; }

    /// <summary>The address that was asked for the version.</summary>
    public string? Asked { get; init; }

    /// <summary>The tool that asked.</summary>
    public string? Tool { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>The version in the body.</summary>
    public string? Installed { get; init; }

    /// <summary>The version in the header X-GitHub-Enterprise-Version.</summary>
    public string? Header { get; init; }

    /// <summary>The body has the fields that GitHub's meta has.</summary>
    public bool IsMeta { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Error { get; init; }

    /// <summary>Null when the host was not asked or could not answer.</summary>
    public static GitHubFacts? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected)
        {
            return null;
        }

        var hosts = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var facts = new GitHubFacts();
        foreach (var line in TextLines.Of(item.Text))
        {
            var space = line.IndexOf(' ');
            if (space < 0)
            {
                continue;
            }

            var value = line.Substring(space + 1).Trim();
            switch (line.Substring(0, space))
            {
                case "set":
                    Add(hosts, value);
                    break;
                case "setting":
                    Add(settings, value);
                    break;
                case "missing":
                    facts = facts with { Missing = value };
                    break;
                case "replicated" when VersionNumber.Parse(value) is not null:
                    facts = facts with { Replicated = value };
                    break;
                case "asked":
                    facts = facts with { Asked = value };
                    break;
                case "by":
                    facts = facts with { Tool = value };
                    break;
                case "status" when int.TryParse(value, out var status):
                    facts = facts with { Status = status };
                    break;
                case "installed":
                    facts = facts with { Installed = Version(value) };
                    break;
                case "header":
                    facts = facts with { Header = Version(value) };
                    break;
                case "meta":
                    facts = facts with { IsMeta = true };
                    break;
                case "error":
                    facts = facts with { Error = value };
                    break;
            }
        }

        return facts with { Hosts = hosts, Settings = settings };
    }

    /// <summary><c>2.18.0</c> of <c>enterprise-server@2.18.0</c>; null when it is no version.</summary>
    internal static string? Version(string text)
    {
        var match = VersionPattern.Match(text.Trim());
        return match.Success ? match.Groups[1].Value : null;
    }

    private static void Add(Dictionary<string, string> into, string pair)
    {
        var space = pair.IndexOf(' ');
        if (space > 0)
        {
            into[pair.Substring(0, space)] = pair.Substring(space + 1).Trim();
        }
    }
}
