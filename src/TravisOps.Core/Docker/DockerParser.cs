using System;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads the answer to the probe item <c>docker.info</c>: JSON (Docker 1.13 and later) or text (since 1.7) of <c>docker info</c>,
/// what <c>docker version</c> or <c>docker --version</c> said after it, and df of a data root elsewhere.</summary>
public static class DockerParser
{
    /// <summary>Line after which df of the data root follows.</summary>
    public const string DiskMark = ">>> df";

    /// <summary>What the item tells. Never throws: what can't be read is null, with a <see cref="DockerProblem"/> when the engine told nothing.</summary>
    public static DockerFacts Parse(EvidenceItem item)
    {
        var text = item.Text;
        var mark = text.IndexOf(DiskMark, StringComparison.Ordinal);
        var disk = mark < 0 ? string.Empty : text.Substring(mark);
        var body = mark < 0 ? text : text.Substring(0, mark);

        using var json = JsonInText.Find(body);
        var facts = json is null ? DockerInfoText.Read(body) : DockerInfoJson.Read(json.RootElement);
        var (client, server) = DockerVersionText.Read(body);
        facts = facts with { Client = facts.Client ?? client, Server = facts.Server ?? server };

        if (facts.Server is null && facts.StorageDriver is null)
        {
            var (problem, line) = Diagnose(item);
            return facts with { Problem = problem, ProblemLine = line };
        }

        return facts with { RootDisk = facts.RootDirectory is null ? null : Disk(disk, facts.RootDirectory) };
    }

    /// <summary>What one line of an error says about Docker; None when it says nothing of the kind.</summary>
    public static DockerProblem Classify(string line)
    {
        if (Has(line, "permission denied"))
        {
            return DockerProblem.PermissionDenied;
        }

        if (Has(line, "Cannot connect to the Docker daemon") || Has(line, "Is the docker daemon running")
            || Has(line, "no socket at") || Has(line, "docker.sock: no such file") || Has(line, "docker.sock: connect: connection refused")
            || Has(line, "Is your docker daemon up and running"))
        {
            return DockerProblem.NotRunning;
        }

        return Has(line, "docker: not found") || Has(line, "docker: command not found") || Has(line, "docker: applet not found")
            ? DockerProblem.NotInstalled
            : DockerProblem.None;
    }

    /// <summary>Why an item that talks to Docker brought nothing back, and the line that says so.</summary>
    internal static (DockerProblem Problem, string? Line) Diagnose(EvidenceItem item)
    {
        string? first = null;
        foreach (var raw in TextLines.Of(item.ErrorText + "\n" + item.Text))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '{')
            {
                continue;
            }

            if (Classify(line) is not DockerProblem.None and var problem)
            {
                return (problem, line);
            }

            first ??= line;
        }

        return item.ExitCode == 127 || item.Status == EvidenceStatus.NotFound
            ? (DockerProblem.NotInstalled, first)
            : (DockerProblem.Other, first);
    }

    private static DiskSpace? Disk(string text, string path)
    {
        foreach (var line in TextLines.Of(text))
        {
            if (DiskTable.Read(line, path) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
