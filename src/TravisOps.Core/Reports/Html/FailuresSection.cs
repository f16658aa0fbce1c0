using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Checks;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports.Html;

/// <summary>What to do first: failures and warnings with their remedies, the same finding on several machines once.</summary>
internal static class FailuresSection
{
    public static XElement Render(SupportReport report)
    {
        var groups = SummarySection.AllResults(report)
            .Where(result => result.Status is CheckStatus.Fail or CheckStatus.Warn)
            .GroupBy(result => (result.Status, result.Id, result.Remedy))
            .OrderBy(group => group.Key.Status == CheckStatus.Fail ? 0 : 1)
            .ThenBy(group => group.Min(result => result.Role))
            .ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key.Id, StringComparer.Ordinal)
            .ToList();
        return Section(
            "failures",
            "What to do first",
            groups.Count == 0 ? Element("p", "Nothing fails and nothing warns.") : Element("ol", Class("findings"), groups.Select(group => Finding([.. group]))));
    }

    private static XElement Finding(IReadOnlyList<CheckResult> results)
    {
        var first = results[0];
        return Element(
            "li",
            Class("finding " + StatusClass(first.Status)),
            Element("h3", Status(first.Status), " ", Element("code", first.Id)),
            Element("ul", Class("messages"), results.Select(result => Element("li", Element("strong", result.ComputerName), ": ", result.Message))),
            first.Remedy is { Length: > 0 } remedy ? Element("div", Class("remedy"), Element("span", Class("label"), "Fix"), Element("pre", remedy)) : null,
            first.Reference is { Length: > 0 } reference ? Element("p", Class("reference"), "Source: " + reference) : null);
    }
}
