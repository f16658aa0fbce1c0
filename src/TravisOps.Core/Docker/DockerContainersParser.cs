using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads the answer to the probe item <c>docker.containers</c>: what <c>docker ps -a</c> says after one mark, and an object of
/// <c>docker inspect</c> on each line after another. JSON counts; where it lacks a container, the text of <c>docker ps</c> does.</summary>
public static class DockerContainersParser
{
    /// <summary>Line after which docker ps follows.</summary>
    public const string PsMark = ">>> ps";

    /// <summary>Line after which docker inspect follows.</summary>
    public const string InspectMark = ">>> inspect";

    /// <summary>The containers. Never throws: what can't be read is left out and counted, or a <see cref="DockerProblem"/> when nothing can.</summary>
    public static DockerContainers Parse(EvidenceItem item)
    {
        if (item is null)
        {
            throw new ArgumentNullException(nameof(item));
        }

        var (ps, inspect) = Sections(item.Text);
        var rows = ps is null ? null : DockerPsText.Read(ps);
        var details = Details(inspect);
        if (rows is null && details.Count == 0)
        {
            var (problem, line) = ps is null ? DockerParser.Diagnose(item) : (DockerProblem.Other, FirstLine(ps));
            return new DockerContainers { Problem = problem, ProblemLine = line };
        }

        var all = new List<DockerContainer>();
        foreach (var row in rows ?? [])
        {
            all.Add(details.TryGetValue(row.Id, out var detail) ? Merge(detail, row) : row);
            details.Remove(row.Id);
        }

        var without = all.Count(container => container.ConfiguredPorts is null);
        all.AddRange(details.Values);
        return new DockerContainers { All = all, WithoutDetails = without };
    }

    // What ps knows better: that a container is dead, which the probe's short form of inspect does not ask as Docker 1.7 lacks it.
    private static DockerContainer Merge(DockerContainer detail, DockerContainer row) => detail with
    {
        StatusText = row.StatusText,
        State = row.State is DockerContainerState.Dead || detail.State is DockerContainerState.Unknown ? row.State : detail.State,
        Created = detail.Created ?? row.Created,
        Image = detail.Image.Length == 0 ? row.Image : detail.Image,
        Line = row.StatusText is null ? detail.Line : $"{detail.Line} [{row.StatusText}]",
    };

    private static (string? Ps, string Inspect) Sections(string text)
    {
        var ps = After(text, PsMark);
        if (ps is null)
        {
            return (null, After(text, InspectMark) ?? string.Empty);
        }

        var mark = ps.IndexOf("\n" + InspectMark + "\n", StringComparison.Ordinal);
        return mark < 0
            ? (Body(ps), string.Empty)
            : (Body(ps.Substring(0, mark + 1)), ps.Substring(mark + InspectMark.Length + 2));

        static string? After(string text, string mark)
        {
            var at = (text.StartsWith(mark, StringComparison.Ordinal) ? string.Empty : "\n") + mark;
            var start = text.IndexOf(at, StringComparison.Ordinal);
            return start < 0 ? null : text.Substring(start + at.Length);
        }

        static string Body(string text) => text.TrimStart('\r', '\n');
    }

    private static Dictionary<string, DockerContainer> Details(string text)
    {
        var details = new Dictionary<string, DockerContainer>(StringComparer.Ordinal);

        void Add(JsonElement element)
        {
            if (DockerInspectJson.Read(element) is { } container)
            {
                details[container.Id] = container;
            }
        }

        // The array that docker inspect prints without --format.
        if (text.TrimStart().StartsWith("[", StringComparison.Ordinal))
        {
            using var json = JsonInText.Find(text);
            foreach (var element in json is { RootElement.ValueKind: JsonValueKind.Array } ? json.RootElement.EnumerateArray().ToList() : [])
            {
                Add(element);
            }

            return details;
        }

        foreach (var line in text.Split('\n'))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                Add(json.RootElement);
            }
            catch (JsonException)
            {
                // The last line of an answer that was cut, or garbage: docker ps tells of that container.
            }
        }

        return details;
    }

    private static string? FirstLine(string text) => TextLines.Of(text).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
}
