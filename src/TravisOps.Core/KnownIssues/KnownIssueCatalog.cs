using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Installations;

namespace TravisOps.KnownIssues;

/// <summary>Reads known-issues.yml, which is part of the assembly.</summary>
public static class KnownIssueCatalog
{
    private const string File = "known-issues.yml";

    private static readonly Lazy<IReadOnlyList<KnownIssue>> s_all = new(() =>
    {
        using var stream = typeof(KnownIssueCatalog).Assembly.GetManifestResourceStream("KnownIssues/" + File)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    /// <summary>Every known issue, in the order of the file.</summary>
    public static IReadOnlyList<KnownIssue> All => s_all.Value;

    /// <summary>Reads a list of issues.</summary>
    /// <exception cref="FormatException">It breaks a rule that the head of the file tells; the message names the place.</exception>
    internal static IReadOnlyList<KnownIssue> Parse(string text)
    {
        try
        {
            var root = YamlTree.Parse(text, File);
            var issues = root is YamlSequence list
                ? list.Items.Select(Issue).ToList()
                : throw new FormatException($"{File}: a list of issues is expected.");
            var twice = issues.GroupBy(issue => issue.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
            return twice is null ? issues : throw new FormatException($"{File}: {twice.Key} is there twice.");
        }
        catch (InventoryException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static KnownIssue Issue(YamlNode node)
    {
        var entry = new Entry(node, "id", "row", "severity", "places", "match", "over", "check", "detect", "cause", "remedy", "reference");
        var issue = new KnownIssue
        {
            Id = entry.Text("id"),
            Row = int.Parse(entry.Text("row"), NumberStyles.None, CultureInfo.InvariantCulture),
            Severity = entry.Name<KnownIssueSeverity>(entry.Text("severity")),
            Places = entry.Texts("places").Aggregate(LogPlace.None, (places, name) => places | entry.Name<LogPlace>(name)),
            Patterns = [.. entry.Items("match").Select(Pattern)],
            Over = [.. entry.Texts("over")],
            Check = entry.TextOrNull("check"),
            Detect = entry.TextOrNull("detect"),
            Cause = entry.Text("cause"),
            Remedy = entry.Text("remedy"),
            Reference = entry.Text("reference"),
        };
        if (issue.Over.Any(text => Encoding.UTF8.GetByteCount(text) < LinePattern.LeastLength) || (issue.Over.Count > 0 && issue.Patterns.Count == 0))
        {
            throw entry.Wrong($"may have 'over' only beside match, with texts of {LinePattern.LeastLength} characters or more");
        }

        if (issue.Patterns.Count > 0 ? issue.Places == LogPlace.None || issue.Check is not null : issue.Places != LogPlace.None || issue.Detect is null)
        {
            throw entry.Wrong("needs match and places, or else detect and perhaps check");
        }

        return issue;
    }

    private static LinePattern Pattern(YamlNode node)
    {
        try
        {
            if (node is YamlSequence parts)
            {
                return new LinePattern([.. parts.Items.Select(Entry.Scalar)]);
            }

            var entry = new Entry(node, "all", "without", "regex");
            return new LinePattern([.. entry.Texts("all")], [.. entry.Texts("without")], entry.TextOrNull("regex"));
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{node.Origin}: {error.Message}", error);
        }
    }

    private sealed class Entry
    {
        private readonly YamlMapping _node;

        public Entry(YamlNode node, params string[] keys)
        {
            _node = node as YamlMapping ?? throw new FormatException($"{node.Origin}: keys with values are expected, not {node.Kind}.");
            if (_node.Entries.FirstOrDefault(one => !keys.Contains(one.Key.Value)) is { } unknown)
            {
                throw new FormatException($"{unknown.Key.Origin}: '{unknown.Key.Value}' is not known; there are: {string.Join(", ", keys)}.");
            }
        }

        public static string Scalar(YamlNode node) =>
            node is YamlScalar { IsEmpty: false } scalar ? scalar.Value : throw new FormatException($"{node.Origin}: a text is expected, not {node.Kind}.");

        public FormatException Wrong(string message) => new($"{_node.Origin}: it {message}.");

        public string Text(string key) => TextOrNull(key) ?? throw Wrong($"has no '{key}'");

        public string? TextOrNull(string key) => _node.Find(key) is { } entry ? Scalar(entry.Value) : null;

        public IEnumerable<string> Texts(string key) => Items(key).Select(Scalar);

        public IReadOnlyList<YamlNode> Items(string key) => _node.Find(key)?.Value switch
        {
            null => [],
            YamlSequence list => list.Items,
            { } other => throw new FormatException($"{other.Origin}: '{key}' is a list, not {other.Kind}."),
        };

        public T Name<T>(string text)
            where T : struct, Enum =>
            // By its name only: the number that it has too is none of the file's business.
            Enum.TryParse<T>(text, out var value) && value.ToString() == text ? value : throw Wrong($"has '{text}' where the name of a {typeof(T).Name} is expected");
    }
}
