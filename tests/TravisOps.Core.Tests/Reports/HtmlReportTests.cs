using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using TravisOps.Checks;
using TravisOps.Reports;
using Xunit;

namespace TravisOps.Core.Tests.Reports;

public class HtmlReportTests
{
    [Fact]
    public void The_same_report_gives_the_same_bytes() => Assert.Equal(Page(ReportSample.Report()), Page(ReportSample.Report()));

    [Fact]
    public void Text_from_hosts_makes_no_element_no_attribute_and_no_control_character()
    {
        var plain = Parse(Page(ReportSample.Report()));
        var hostile = Page(ReportSample.Report(ReportSample.Hostile));

        Assert.Equal(Shape(plain), Shape(Parse(hostile)));
        Assert.DoesNotContain(hostile, letter => (char.IsControl(letter) && letter is not '\n') || letter is '\u202e');
        Assert.Contains("\u241b[31m", hostile);
    }

    [Fact]
    public void Every_place_for_text_shows_it()
    {
        const string Mark = "mark-7f3a";
        var page = Page(ReportSample.Report(Mark));
        var places = page.Split(Mark).Length - 1;

        // Installation twice (title and heading), redaction, symptom, host, failure; results: message, expected and actual in the table and
        // message and remedy above; ports in picture and table; change; known issue; gap; file.
        Assert.InRange(places, 40, 80);
    }

    [Fact]
    public void It_says_at_once_what_is_wrong()
    {
        var page = Page(ReportSample.Report());

        Assert.Contains("6 checks fail; 1 machine could not be looked at, or not to the end; 2 checks have no answer.", page);
        Assert.Contains("39 of 40 (97 %)", page);
    }

    [Fact]
    public void Failures_come_before_warnings_and_one_finding_on_many_machines_is_told_once()
    {
        var report = ReportSample.Report();
        var twin = report.Results.Single(result => result.Status == CheckStatus.Warn) with { ComputerName = "worker-2.lab.test" };
        var findings = Parse(Page(report with { Results = [.. report.Results, twin] })).Descendants("li").Where(item => ((string?)item.Attribute("class"))?.StartsWith("finding ", System.StringComparison.Ordinal) == true).ToList();

        Assert.Equal(["fail", "warn"], findings.Select(item => ((string)item.Attribute("class")!).Split(' ')[1]).Distinct());
        var warning = Assert.Single(findings, item => item.Attribute("class")!.Value.EndsWith("warn", System.StringComparison.Ordinal));
        Assert.Equal(["platform.lab.test", "worker-2.lab.test"], warning.Element("ul")!.Elements("li").Select(item => item.Element("strong")!.Value));
    }

    [Fact]
    public void A_known_problem_that_is_over_comes_last_and_has_nothing_to_do()
    {
        var rows = Parse(Page(ReportSample.Report())).Descendants("tr").Where(row => row.Value.StartsWith("AmqpRefused", System.StringComparison.Ordinal) || row.Value.StartsWith("DockerRestarted", System.StringComparison.Ordinal)).ToList();

        Assert.Equal(2, rows.Count);
        Assert.DoesNotContain("Over since", rows[0].Value);
        Assert.Contains("Was it.Over since 2026-11-26 03:14 UTC: nothing to do.", rows[1].Value);
    }

    [Fact]
    public void An_empty_report_says_so_instead_of_looking_healthy()
    {
        var page = Page(new SupportReport { Installation = "x", CreatedAt = ReportSample.Now, ToolVersion = "0", Redaction = "none", Completeness = new(0, 0, []) });

        Assert.Contains("There are no check results in this bundle.", page);
        Assert.DoesNotContain("No check fails", page);
    }

    [Theory]
    [InlineData("a b/ü&.txt", "./a%20b/%C3%BC%26.txt")]
    [InlineData("javascript:alert(1)", "./javascript%3Aalert%281%29")]
    public void A_file_name_is_only_ever_a_path(string path, string expected)
    {
        var report = ReportSample.Report() with { Files = [new(path, 1)] };

        Assert.Contains(Parse(Page(report)).Descendants("a"), link => (string?)link.Attribute("href") == expected);
    }

    private static string Page(SupportReport report)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(report, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static XElement Parse(string page) => XElement.Parse(page[page.IndexOf("<html", System.StringComparison.Ordinal)..]);

    private static string Shape(XElement element) =>
        $"{element.Name.LocalName}[{string.Join(',', element.Attributes().Select(attribute => attribute.Name.LocalName))}]({string.Concat(element.Elements().Select(Shape))})";
}
