using System.Linq;
using System.Xml.Linq;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>Known problems found in the logs.</summary>
internal static class KnownIssuesSection
{
    public static XElement Render(SupportReport report) => Section(
        "known-issues",
        "Known problems in the logs",
        report.KnownIssues.Count == 0
            ? Element("p", "No signature of a known problem was found, or none was looked for.")
            : Table(
                "Known problems in the logs",
                ["Problem", "Machine", "Lines", "First (UTC)", "Last (UTC)", "What it means and what to do"],
                report.KnownIssues.OrderBy(issue => issue.Over is not null).ThenByDescending(issue => issue.Count).Select(Row)));

    private static XElement Row(ReportKnownIssue issue) => Element(
        "tr",
        Element("th", new XAttribute("scope", "row"), Element("code", issue.Id)),
        Element("td", issue.ComputerName),
        Element("td", Class("number"), Number(issue.Count)),
        Element("td", issue.First is { } first ? Time(first) : "not told"),
        Element("td", issue.Last is { } last ? Time(last) : "not told"),
        Element(
            "td",
            Element("p", issue.Cause),
            issue.Over is { } over ? Element("p", "Over since ", Time(over), " UTC: nothing to do.") : null,
            issue.Remedy is { Length: > 0 } remedy ? Element("pre", remedy) : null,
            issue.Sample is { Length: > 0 } sample ? Element("pre", Class("sample"), sample) : null,
            issue.File is { } file ? Element("p", FileLink(file)) : null));
}
