using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TravisOps.Help;

/// <summary>Reads a cmdlet's page in the schema of platyPS 2.0.0, strictly: what would be missing in Get-Help fails the build.</summary>
internal static class CmdletPageReader
{
    private static readonly string[] Order = ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];
    private static readonly string[] Optional = ["SYNTAX", "NOTES", "RELATED LINKS"];

    public static CmdletPage Read(MarkdownPage page)
    {
        CheckFrontMatter(page);
        var sections = SectionsOf(page);
        var parameters = sections["PARAMETERS"].Parts().Where(part => part.Name != "CommonParameters").Select(ParameterReader.Read).ToList();
        var cmdlet = new CmdletPage
        {
            Name = page.Name,
            Synopsis = Text(sections["SYNOPSIS"]),
            Description = Text(sections["DESCRIPTION"]),
            Examples = Examples(sections["EXAMPLES"]),
            Parameters = parameters,
            Inputs = Types(sections["INPUTS"]),
            Outputs = Types(sections["OUTPUTS"]),
            Notes = sections.TryGetValue("NOTES", out var notes) ? PlainText.Paragraphs(notes, notes.Blocks) : [],
            Links = [.. OnlineVersion(page), .. sections.TryGetValue("RELATED LINKS", out var links) ? Links(links) : []],
        };
        ParameterReader.CheckTogether(sections["PARAMETERS"], parameters);
        if (sections.TryGetValue("SYNTAX", out var syntax))
        {
            CheckSyntax(syntax, cmdlet);
        }

        return cmdlet;
    }

    private static void CheckFrontMatter(MarkdownPage page)
    {
        foreach (var (key, expected) in new[] { ("external help file", HelpBuild.MamlFile), ("Module Name", "TravisOps"), ("schema", "2.0.0") })
        {
            if (!page.FrontMatter.TryGetValue(key, out var value) || value != expected)
            {
                throw new HelpException(page.File, 1, $"'{key}: {expected}' is expected in the front matter (the lines between '---' at the top)");
            }
        }
    }

    private static Dictionary<string, PageSection> SectionsOf(MarkdownPage page)
    {
        var sections = new Dictionary<string, PageSection>(StringComparer.Ordinal);
        var last = -1;
        foreach (var section in page.Sections)
        {
            var place = Array.IndexOf(Order, section.Name);
            if (place <= last)
            {
                throw section.Error(place < 0
                    ? $"unknown section '{section.Name}'; the sections are {string.Join(", ", Order)}"
                    : $"'{section.Name}' is there twice or in the wrong place; the order is {string.Join(", ", Order)}");
            }

            last = place;
            sections.Add(section.Name, section);
        }

        var missing = Order.Except(Optional).FirstOrDefault(name => !sections.ContainsKey(name));
        return missing is null ? sections : throw page.Title.Error($"the section '## {missing}' is missing");
    }

    private static IReadOnlyList<string> Text(PageSection section)
    {
        var text = PlainText.Paragraphs(section, section.Blocks);
        return text.Count > 0 ? text : throw section.Error($"there is no text under '{section.Name}'");
    }

    private static List<CmdletExample> Examples(PageSection section)
    {
        var examples = section.Parts().Select((part, index) =>
        {
            var start = $"Example {index + 1}: ";
            if (!part.Name.StartsWith(start, StringComparison.Ordinal) || part.Name.Length == start.Length)
            {
                throw part.Error($"'### {start}' and a title are expected, found '{part.Name}'");
            }

            bool IsCode(Block block) => block is FencedCodeBlock { Info: "powershell" };
            var code = part.Blocks.Where(IsCode).Cast<CodeBlock>().Select(PlainText.Code).ToList();
            return code.Count > 0
                ? new CmdletExample(part.Name, string.Join("\n\n", code), PlainText.Paragraphs(part, part.Blocks.Where(block => !IsCode(block))))
                : throw part.Error("the example has no ```powershell block");
        }).ToList();
        return examples.Count > 0 ? examples : throw section.Error("at least one '### Example 1: title' is expected");
    }

    private static List<CmdletType> Types(PageSection section)
    {
        var types = section.Parts().Select(part => new CmdletType(part.Name, PlainText.Paragraphs(part, part.Blocks))).ToList();
        return types.Count > 0 ? types : throw section.Error("a '### ' heading with the name of a type, or '### None', is expected");
    }

    private static IEnumerable<(string Text, string Uri)> OnlineVersion(MarkdownPage page) =>
        page.FrontMatter.TryGetValue("online version", out var uri) && uri.Length > 0 ? [("Online Version:", uri)] : [];

    private static IEnumerable<(string Text, string Uri)> Links(PageSection section)
    {
        foreach (var link in section.Blocks.SelectMany(LinksIn))
        {
            var text = PlainText.Inline(link);
            var url = link.Url ?? string.Empty;
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                yield return (text, url);
                continue;
            }

            var target = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(section.File))!, url);
            yield return System.IO.File.Exists(target) ? (text, string.Empty) : throw new HelpException(section.File, link.Line + 1, $"the link leads to '{url}', which is no page beside this one");
        }
    }

    // Markdig's Descendants finds nothing in a paragraph itself, only in what contains one.
    private static IEnumerable<LinkInline> LinksIn(Block block) => block is LeafBlock leaf
        ? leaf.Inline?.Descendants<LinkInline>() ?? []
        : block.Descendants<LinkInline>();

    // The page may show the syntax to people who read it on the web; Get-Help's comes from the parameters, so the two have to agree.
    private static void CheckSyntax(PageSection section, CmdletPage cmdlet)
    {
        static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var expected = CmdletSyntax.Of(cmdlet).Select(item => item.Text(cmdlet.Name)).ToList();
        var found = section.Blocks.OfType<CodeBlock>().Select(code => Squeeze(PlainText.Code(code))).ToList();
        var differs = expected.Except(found).Concat(found.Except(expected)).FirstOrDefault();
        if (differs is not null)
        {
            throw section.Error($"the syntax does not agree with the parameters below (or leave this section out); expected: {string.Join(" | ", expected)}; found: {string.Join(" | ", found)}");
        }
    }
}
