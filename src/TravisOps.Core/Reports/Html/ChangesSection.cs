using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>What changed lately, newest first, by day.</summary>
internal static class ChangesSection
{
    /// <summary>What is shown; the rest is in the files. A page that a person reads first is no log.</summary>
    private const int Shown = 200;

    public static XElement Render(SupportReport report)
    {
        var days = report.Changes.OrderByDescending(change => change.Time).Take(Shown).GroupBy(change => change.Time.Date);
        return Section(
            "changes",
            "What changed lately",
            report.Changes.Count == 0
                ? Element("p", "No changes were found, or none were looked for.")
                : Element("ol", Class("timeline"), days.Select(day => Element(
                    "li",
                    Element("h3", Element("time", Attribute("datetime", Day(day.Key)), Day(day.Key))),
                    Element("ul", day.Select(Change))))),
            report.Changes.Count > Shown ? Element("p", $"{report.Changes.Count - Shown} older changes are in the files.") : null);
    }

    private static XElement Change(ReportChange change) => Element(
        "li",
        Element("span", Class("clock"), change.Time.ToString("HH:mm", CultureInfo.InvariantCulture)),
        " ",
        Element("strong", change.ComputerName),
        " ",
        Element("span", Class("kind"), change.Kind),
        " ",
        change.What,
        change.File is { } file ? new object[] { " ", FileLink(file, "proof") } : null);

    private static string Day(System.DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
