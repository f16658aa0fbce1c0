using System.Linq;
using System.Xml.Linq;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>What was expected and is not there, with the reason.</summary>
internal static class GapsSection
{
    public static XElement Render(SupportReport report) => Section(
        "gaps",
        "What is missing",
        report.Completeness.Gaps.Count == 0
            ? Element("p", "Everything that was expected from the machines is there.")
            : Table("What is missing", ["Machine", "What", "Why"], report.Completeness.Gaps.Select(gap => Element(
                "tr",
                Element("th", new XAttribute("scope", "row"), gap.ComputerName),
                Element("td", gap.Item),
                Element("td", gap.Reason)))));
}
