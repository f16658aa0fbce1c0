using System;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Checks;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>The machines: what they are, whether they answered, their results and their files.</summary>
internal static class HostsSection
{
    public static XElement Render(SupportReport report) => Section(
        "hosts",
        "Machines",
        report.Hosts.Count == 0
            ? Element("p", "There are no machines in this bundle.")
            : Table("Machines", ["Machine", "Role", "What it is", "Fail", "Warn", "Unknown", "Pass", "Files"], report.Hosts.Select(host => Row(report, host))));

    private static XElement Row(SupportReport report, ReportHost host)
    {
        var results = SummarySection.AllResults(report).Where(result => string.Equals(result.ComputerName, host.ComputerName, StringComparison.OrdinalIgnoreCase)).ToList();
        return Element(
            "tr",
            Element("th", new XAttribute("scope", "row"), host.ComputerName),
            Element("td", host.Role.ToString()),
            Element("td", host.Description ?? "Not known", host.Failure is { } failure ? new object[] { Void("br"), Element("span", Class("gap"), failure) } : null),
            Count(CheckStatus.Fail),
            Count(CheckStatus.Warn),
            Count(CheckStatus.Unknown),
            Count(CheckStatus.Pass),
            Element("td", host.Folder is { } folder ? FileLink(folder, Files(host)) : "none"));

        XElement Count(CheckStatus status)
        {
            var count = results.Count(result => result.Status == status);
            return Element("td", Class("number" + (count > 0 ? " " + StatusClass(status) : string.Empty)), count.ToString(CultureInfo.InvariantCulture));
        }

        string Files(ReportHost one)
        {
            var count = report.Files.Count(file => file.ComputerName == one.ComputerName);
            return count == 1 ? "1 file" : $"{count} files";
        }
    }
}
