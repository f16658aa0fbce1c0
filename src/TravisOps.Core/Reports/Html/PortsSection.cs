using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Firewall;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>The port matrix: who reaches which port of which machine, as a picture, and as a table for whoever can't see it or wants the details.</summary>
internal static class PortsSection
{
    private const int RowHeight = 28, CellWidth = 74, LabelWidth = 390, HeaderHeight = 64, LetterLimit = 26;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Render(SupportReport report)
    {
        if (report.Ports.Count == 0)
        {
            return Section("ports", "Ports", Element("p", "No ports were looked at."));
        }

        return Section(
            "ports",
            "Ports",
            Element("p", "A row is a way from one machine to another, a column a port. ", Element("a", new XAttribute("href", "#ports-table"), "The same as a table"), "."),
            Element("div", Class("scroll"), new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", "Port matrix"), Picture(report.Ports)),
            Legend(report.Ports),
            Element(
                "details",
                new XAttribute("id", "ports-table"),
                Element("summary", $"All {report.Ports.Count} ports as a table"),
                Table("Ports, from each place that was asked", ["From", "To", "Port", "Service", "State", "Status", "What answered"], report.Ports.Select(Row))));
    }

    private static XElement Row(FirewallResult port) => Element(
        "tr",
        Element("td", port.Source),
        Element("td", port.ComputerName),
        Element("td", Class("number"), port.Port.ToString(CultureInfo.InvariantCulture)),
        Element("td", port.Service),
        Element("td", port.State.ToString()),
        Element("td", Status(port.Status)),
        Element("td", port.Detail));

    private static XElement Picture(IReadOnlyList<FirewallResult> ports)
    {
        List<(int Port, string Service)> columns = [.. ports.GroupBy(port => port.Port).OrderBy(group => group.Key).Select(group => (group.Key, group.First().Service))];
        var rows = ports.GroupBy(port => (port.Source, port.ComputerName)).ToList();
        var width = LabelWidth + (columns.Count * CellWidth);
        var height = HeaderHeight + (rows.Count * RowHeight);
        var open = ports.Count(port => port.State == PortState.Open);
        var svg = new XElement(
            Svg + "svg",
            Class("matrix"),
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", "matrix-title"),
            new XElement(Svg + "title", new XAttribute("id", "matrix-title"), $"Port matrix: {open} of {ports.Count} ports open; the table below has each."));
        for (var column = 0; column < columns.Count; column++)
        {
            var middle = LabelWidth + (column * CellWidth) + (CellWidth / 2);
            svg.Add(Text(middle, HeaderHeight - 32, "head", columns[column].Port.ToString(CultureInfo.InvariantCulture)));
            svg.Add(Text(middle, HeaderHeight - 14, "service", columns[column].Service));
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var top = HeaderHeight + (row * RowHeight);
            svg.Add(Text(LabelWidth - 10, top + 18, "way", $"{Short(rows[row].Key.Source)} → {Short(rows[row].Key.ComputerName)}"));
            for (var column = 0; column < columns.Count; column++)
            {
                if (rows[row].FirstOrDefault(port => port.Port == columns[column].Port) is { } port)
                {
                    svg.Add(Cell(LabelWidth + (column * CellWidth), top, port));
                }
            }
        }

        return svg;
    }

    private static XElement Cell(int left, int top, FirewallResult port) => new(
        Svg + "g",
        Class("cell " + StatusClass(port.Status)),
        new XElement(Svg + "title", VisibleText.Of($"{port.Source} to {port.ComputerName} port {port.Port}: {port.State}. {port.Detail}")),
        new XElement(Svg + "rect", new XAttribute("x", left + 2), new XAttribute("y", top + 2), new XAttribute("width", CellWidth - 4), new XAttribute("height", RowHeight - 4), new XAttribute("rx", 4)),
        Text(left + (CellWidth / 2), top + 18, "state", Word(port.State)));

    private static XElement Text(int x, int y, string name, string text) =>
        new(Svg + "text", Class(name), new XAttribute("x", x), new XAttribute("y", y), VisibleText.Of(text));

    // A word and not only a colour, short enough for a cell.
    private static string Word(PortState state) => state switch
    {
        PortState.Open => "open",
        PortState.Closed => "closed",
        PortState.Filtered => "filtered",
        PortState.Unreachable => "no route",
        PortState.NameNotFound => "no name",
        PortState.WrongService => "other",
        _ => "?",
    };

    private static XElement Legend(IEnumerable<FirewallResult> ports) => Element(
        "p",
        Class("legend"),
        string.Join("; ", ports.Select(port => port.State).Distinct().OrderBy(state => state).Select(Meaning)) + ".");

    private static string Meaning(PortState state) => Word(state) + ": " + state switch
    {
        PortState.Open => "the expected service answers",
        PortState.Closed => "refused; nothing listens",
        PortState.Filtered => "no answer; a firewall, or the machine is down",
        PortState.Unreachable => "the source has no route",
        PortState.NameNotFound => "the source can't resolve the name",
        PortState.WrongService => "something else than the expected service answers",
        _ => "could not be looked at",
    };

    // Machines differ at the beginning of their names; the whole name is in the cell's title and in the table.
    private static string Short(string name) => name.Length <= LetterLimit ? name : name.Substring(0, LetterLimit - 1) + "…";
}
