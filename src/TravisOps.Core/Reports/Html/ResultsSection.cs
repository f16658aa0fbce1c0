using System;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Checks;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>Every result of every check, by machine.</summary>
internal static class ResultsSection
{
    public static XElement Render(SupportReport report) => Section(
        "results",
        "All results",
        report.Results.Count == 0
            ? Element("p", "There are no check results in this bundle.")
            : (object)report.Results.GroupBy(result => result.ComputerName, StringComparer.OrdinalIgnoreCase).Select(OfHost));

    private static XElement OfHost(IGrouping<string, CheckResult> host) => Element(
        "details",
        Element("summary", $"{host.Key}: {host.Count()} results"),
        Table($"Results of {host.Key}", ["Status", "Check", "Expected", "Actual", "Message"], host.Select(Row)));

    private static XElement Row(CheckResult result) => Element(
        "tr",
        Element("td", Markup.Status(result.Status)),
        Element("th", new XAttribute("scope", "row"), Element("code", result.Id)),
        Element("td", result.Expected ?? "–"),
        Element("td", result.Actual ?? "–"),
        Element("td", result.Message));
}
