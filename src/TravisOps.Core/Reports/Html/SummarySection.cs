using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Checks;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>Status at a glance: how many results of each kind, how many machines answered, how much of the evidence is there.</summary>
internal static class SummarySection
{
    private static readonly CheckStatus[] Order = [CheckStatus.Fail, CheckStatus.Warn, CheckStatus.Unknown, CheckStatus.Skip, CheckStatus.Pass];

    public static XElement Render(SupportReport report)
    {
        var answered = report.Hosts.Count(host => host.Failure is null);
        return Section(
            "summary",
            "At a glance",
            Element("p", Class("verdict"), Verdict(report)),
            Element("ul", Class("tiles"), Order.Select(status => Tile(status, AllResults(report).Count(result => result.Status == status)))),
            Element(
                "dl",
                Class("facts"),
                Fact("Machines that answered", $"{answered} of {report.Hosts.Count}"),
                Fact("Evidence received", $"{report.Completeness.Received} of {report.Completeness.Expected} ({report.Completeness.Percent} %)"),
                report.Symptom is { Length: > 0 } symptom ? Fact("What is wrong, as reported", symptom) : null,
                Fact("Secrets", report.Redaction)));
    }

    /// <summary>Checks and ports alike: a port's result is a check's too.</summary>
    public static IEnumerable<CheckResult> AllResults(SupportReport report) => report.Results.Concat(report.Ports);

    private static string Verdict(SupportReport report)
    {
        var failed = AllResults(report).Count(result => result.Status == CheckStatus.Fail);
        var unknown = AllResults(report).Count(result => result.Status == CheckStatus.Unknown);
        var silent = report.Hosts.Count(host => host.Failure is not null);
        List<string> parts = [];
        if (failed > 0)
        {
            parts.Add(Count(failed, "check fails", "checks fail"));
        }

        if (silent > 0)
        {
            parts.Add(Count(silent, "machine could not be looked at, or not to the end", "machines could not be looked at, or not to the end"));
        }

        if (unknown > 0)
        {
            parts.Add(Count(unknown, "check has no answer", "checks have no answer"));
        }

        return parts.Count == 0
            ? AllResults(report).Any() ? "No check fails, and every machine answered." : "There are no check results in this bundle."
            : string.Join("; ", parts) + ".";
    }

    private static string Count(int count, string one, string many) => string.Format(CultureInfo.InvariantCulture, "{0} {1}", count, count == 1 ? one : many);

    private static XElement Tile(CheckStatus status, int count) => Element(
        "li",
        Class("tile " + StatusClass(status) + (count == 0 ? " none" : string.Empty)),
        Element("strong", Number(count)),
        " ",
        Element("span", status.ToString()));

    private static object[] Fact(string name, string value) => [Element("dt", name), Element("dd", value)];
}
