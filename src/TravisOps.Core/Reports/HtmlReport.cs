using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using TravisOps.Reports.Html;
using static TravisOps.Reports.Html.Markup;

namespace TravisOps.Reports;

/// <summary>The page of a support bundle, which a person reads first: one file, without scripts, that loads nothing.</summary>
public static class HtmlReport
{
    private const string StyleResource = "Reports/report.css";

    private static readonly (string Id, string Heading)[] Contents =
    [
        ("failures", "What to do first"), ("ports", "Ports"), ("hosts", "Machines"), ("changes", "Changes"),
        ("known-issues", "Known problems"), ("gaps", "Missing"), ("results", "All results"), ("files", "Files"),
    ];

    /// <summary>Writes the page as UTF-8. The same report gives the same bytes.</summary>
    public static void Write(SupportReport report, Stream output)
    {
        if (report is null)
        {
            throw new ArgumentNullException(nameof(report));
        }

        var style = Style();
        var page = Element(
            "html",
            new XAttribute("lang", "en"),
            Element(
                "head",
                Void("meta", new XAttribute("charset", "utf-8")),
                // Nothing is loaded from anywhere and nothing runs, whatever a host's text might be taken for.
                Void("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", $"default-src 'none'; style-src 'sha256-{Hash(style)}'; base-uri 'none'; form-action 'none'")),
                Void("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Void("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                Void("meta", new XAttribute("name", "referrer"), new XAttribute("content", "no-referrer")),
                Element("title", $"Support bundle: {report.Installation}"),
                new XElement("style", style)),
            Element("body", Header(report), Main(report), Element("footer", Element("p", "Made by TravisOps " + report.ToolVersion + ". Times are UTC."))));

        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true, Indent = false, NewLineHandling = NewLineHandling.None, CloseOutput = false };
        using var writer = XmlWriter.Create(output, settings);
        writer.WriteDocType("html", null, null, null);
        page.WriteTo(writer);
    }

    private static XElement Header(SupportReport report) => Element(
        "header",
        Element("h1", "Support bundle: " + report.Installation),
        Element("p", Class("made"), Time(report.CreatedAt), " UTC · ", Element("a", new XAttribute("href", "./request.md"), "the support request")),
        Element("nav", new XAttribute("aria-label", "Contents"), Element("ul", Array.ConvertAll(Contents, one => Element("li", Element("a", new XAttribute("href", "#" + one.Id), one.Heading))))));

    private static XElement Main(SupportReport report) => Element(
        "main",
        SummarySection.Render(report),
        FailuresSection.Render(report),
        PortsSection.Render(report),
        HostsSection.Render(report),
        ChangesSection.Render(report),
        KnownIssuesSection.Render(report),
        GapsSection.Render(report),
        ResultsSection.Render(report),
        FilesSection.Render(report));

    // A style element's text is not decoded by HTML, so the style sheet may hold none of the characters that XML would write as entities.
    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(StyleResource) ?? throw new InvalidOperationException($"The resource '{StyleResource}' is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var style = reader.ReadToEnd().Replace("\r", string.Empty);
        return style.IndexOfAny(['<', '>', '&']) < 0 ? style : throw new InvalidOperationException("The style sheet has a character that can't stand in the page.");
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
#pragma warning disable CA1850 // The static HashData is not in .NET Framework.
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA1850
    }
}
