using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Checks;

namespace TravisOps.Reports.Html;

/// <summary>Elements of the page. Text only ever goes in as text of an <see cref="XElement"/>, so nothing from a host can become markup.</summary>
internal static class Markup
{
    /// <summary>An element. Strings become text with control characters made visible, attributes and elements stay.</summary>
    public static XElement Element(string name, params object?[] content)
    {
        // The empty string keeps <td></td> from being written as <td/>, which HTML reads as a start.
        var element = new XElement(name, string.Empty);
        foreach (var part in content)
        {
            element.Add(part is string text ? new XText(VisibleText.Of(text)) : part);
        }

        return element;
    }

    /// <summary>An element that has no content in HTML.</summary>
    public static XElement Void(string name, params XAttribute[] attributes) => new(name, attributes.Cast<object>().ToArray());

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, VisibleText.Of(value));

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string names) => new("class", names);

    /// <summary>A section of the page with its heading, which links can point to.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        Element("section", new XAttribute("id", id), Element("h2", heading), content);

    /// <summary>A link to a file of the bundle.</summary>
    public static XElement FileLink(string path, string? text = null) => Element("a", Attribute("href", RelativeLink.To(path)), text ?? path);

    /// <summary>A table that scrolls sideways by itself on a narrow screen, by keyboard too.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">The columns' headings.</param>
    /// <param name="rows">The rows, a <c>tr</c> each.</param>
    public static XElement Table(string caption, IEnumerable<string> headings, IEnumerable<XElement> rows) =>
        Element(
            "div",
            Class("scroll"),
            new XAttribute("tabindex", "0"),
            new XAttribute("role", "region"),
            Attribute("aria-label", caption),
            Element(
                "table",
                Element("caption", caption),
                Element("thead", Element("tr", headings.Select(heading => Element("th", new XAttribute("scope", "col"), heading)))),
                Element("tbody", rows)));

    /// <summary>A status as a word in its colour.</summary>
    public static XElement Status(CheckStatus status) => Element("span", Class("status " + StatusClass(status)), status.ToString());

    /// <summary>The class that gives a status its colour.</summary>
    public static string StatusClass(CheckStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A time, UTC, to the minute.</summary>
    public static XElement Time(System.DateTime time) => Element(
        "time",
        new XAttribute("datetime", time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    /// <summary>A number with spaces between the thousands.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A size in the unit that gives it three digits or fewer.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        var unit = 0;
        while (size >= 1024 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString(unit == 0 || size >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
