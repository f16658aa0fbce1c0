using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Docker;

/// <summary>Reads <c>docker ps -a --no-trunc</c>: fields between tabs where the client has --format (1.8), else the table, whose columns
/// stand where their headers do: PORTS may be empty and COMMAND may hold anything, so spaces don't part them.</summary>
internal static class DockerPsText
{
    /// <summary>Id, image, time, status, ports and name, in the order of the probe's --format.</summary>
    private const int Fields = 6;

    private static readonly string[] Headers = ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"];

    private static readonly Regex ExitCode = new(@"^(?:Exited|Restarting) \((-?\d{1,9})\)", RegexOptions.CultureInvariant);

    /// <summary>The containers, in the order of the text; null when there is text and none of it is either form. An empty list is an engine without containers.</summary>
    public static IReadOnlyList<DockerContainer>? Read(string text)
    {
        int[]? columns = null;
        var rows = new List<DockerContainer>();
        var unread = 0;

        // Not TextLines, which cuts lines: one long command pads the table of every container to its length.
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            if (columns is null && Columns(line) is { } found)
            {
                columns = found;
            }
            else if ((columns is null ? FromTabs(line) : FromTable(line, columns)) is { } row)
            {
                rows.Add(row);
            }
            else if (line.Length > 0)
            {
                unread++;
            }
        }

        return rows.Count == 0 && unread > 0 ? null : rows;
    }

    /// <summary>What STATUS says.</summary>
    public static DockerContainerState State(string status) => status switch
    {
        _ when status.StartsWith("Up", StringComparison.Ordinal) =>
            status.EndsWith("(Paused)", StringComparison.Ordinal) ? DockerContainerState.Paused : DockerContainerState.Running,
        _ when status.StartsWith("Exited", StringComparison.Ordinal) => DockerContainerState.Exited,
        _ when status.StartsWith("Restarting", StringComparison.Ordinal) => DockerContainerState.Restarting,
        // Docker before 1.8 or so leaves the column of a container that never started empty.
        "" or "Created" => DockerContainerState.Created,
        _ when status.StartsWith("Dead", StringComparison.Ordinal) || status.StartsWith("Removal", StringComparison.Ordinal) => DockerContainerState.Dead,
        _ => DockerContainerState.Unknown,
    };

    private static int[]? Columns(string header)
    {
        if (!header.StartsWith(Headers[0], StringComparison.Ordinal))
        {
            return null;
        }

        var columns = new int[Headers.Length];
        for (var i = 0; i < Headers.Length; i++)
        {
            columns[i] = header.IndexOf(Headers[i], i == 0 ? 0 : columns[i - 1] + Headers[i - 1].Length, StringComparison.Ordinal);
            if (columns[i] < 0)
            {
                return null;
            }
        }

        return columns;
    }

    private static DockerContainer? FromTable(string line, int[] columns)
    {
        string Cell(int index)
        {
            var from = columns[index];
            var to = index + 1 < columns.Length ? Math.Min(columns[index + 1], line.Length) : line.Length;
            return from >= to ? string.Empty : line.Substring(from, to - from).Trim();
        }

        return Row(Cell(0), Cell(1), null, Cell(4), Cell(5), Cell(6));
    }

    private static DockerContainer? FromTabs(string line)
    {
        var cells = line.Split('\t');
        return cells.Length == Fields ? Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]) : null;
    }

    private static DockerContainer? Row(string id, string image, string? created, string status, string ports, string names)
    {
        if (!IsId(id) || names.Length == 0)
        {
            return null;
        }

        var published = DockerPortText.Parse(ports);

        // A container that others link to has the names of the links too, with a slash in them.
        var name = Array.Find(names.Split(','), one => one.IndexOf('/') < 0) ?? names;
        return new DockerContainer
        {
            Id = id,
            Image = image,
            Name = name,
            State = State(status),
            StatusText = status,
            ExitCode = ExitCode.Match(status) is { Success: true } exit ? int.Parse(exit.Groups[1].Value, CultureInfo.InvariantCulture) : null,
            Created = DockerTime.ReadCreatedAt(created),
            Ports = published ?? [],
            UnreadPorts = published is null ? ports : null,
            Line = string.Join("  ", id.Substring(0, Math.Min(12, id.Length)), image, status, ports, names).Replace("    ", "  "),
        };
    }

    private static bool IsId(string text)
    {
        foreach (var letter in text)
        {
            if (letter is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
            {
                return false;
            }
        }

        return text.Length is >= 12 and <= 64;
    }
}
