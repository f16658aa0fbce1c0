using System.Linq;
using System.Xml.Linq;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>The files of the bundle, to open.</summary>
internal static class FilesSection
{
    public static XElement Render(SupportReport report) => Section(
        "files",
        "Files",
        Element("p", "Links work when the archive is unpacked."),
        Element("details", Element("summary", $"{report.Files.Count} files"), Table("Files", ["File", "Size", "From", "What it is"], report.Files.Select(Row))));

    private static XElement Row(ReportFile file) => Element(
        "tr",
        Element("th", new XAttribute("scope", "row"), FileLink(file.Path)),
        Element("td", Class("number"), Size(file.Bytes)),
        Element("td", file.ComputerName ?? "this bundle"),
        Element("td", (file.Description ?? string.Empty) + (file.Cut ? " (cut: its newest end is here)" : string.Empty)));
}
