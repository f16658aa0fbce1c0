using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TravisOps.Help;

/// <summary>A parsed page, cut at its headings.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private MarkdownPage(string file, PageSection title, IReadOnlyDictionary<string, string> frontMatter, IReadOnlyList<PageSection> sections)
    {
        (File, Title, FrontMatter, Sections) = (file, title, frontMatter, sections);
    }

    public string File { get; }

    /// <summary>The file's name without its ending: what the page must be titled.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The first heading and what stands below it, before the first section.</summary>
    public PageSection Title { get; }

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    /// <summary>The parts under each heading of the second level.</summary>
    public IReadOnlyList<PageSection> Sections { get; }

    public static MarkdownPage Load(string file) => Parse(System.IO.File.ReadAllText(file), file);

    public static MarkdownPage Parse(string text, string file)
    {
        var document = Markdown.Parse(text, Pipeline);
        var html = document.Descendants<HtmlInline>().FirstOrDefault(tag => !tag.Tag.StartsWith("<!--", StringComparison.Ordinal));
        if (html is not null)
        {
            throw new HelpException(file, html.Line + 1, $"'{html.Tag}' is taken for HTML and would be lost; put it between backticks");
        }

        var blocks = document.ToList();
        var frontMatter = new Dictionary<string, string>(StringComparer.Ordinal);
        if (blocks is [YamlFrontMatterBlock yaml, ..])
        {
            frontMatter = FrontMatterOf(yaml, file);
            blocks.RemoveAt(0);
        }

        var top = PageSection.Cut(file, blocks, level: 1, out var before);
        if (before.Count > 0 || top.Count != 1)
        {
            var line = before.Count > 0 ? before[0].Line : top.Count > 1 ? top[1].Line - 1 : 0;
            throw new HelpException(file, line + 1, $"the page begins with its only '# ' heading, '# {Path.GetFileNameWithoutExtension(file)}'");
        }

        var sections = PageSection.Cut(file, top[0].Blocks, level: 2, out var intro);
        var page = new MarkdownPage(file, top[0] with { Blocks = intro }, frontMatter, sections);
        return page.Title.Name == page.Name
            ? page
            : throw new HelpException(file, page.Title.Line, $"the heading is '{page.Title.Name}' and the file is '{page.Name}'; they have to be the same");
    }

    private static Dictionary<string, string> FrontMatterOf(YamlFrontMatterBlock block, string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var line = block.Lines.Lines[i].ToString();
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !values.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim()))
            {
                throw new HelpException(file, block.Line + i + 2, $"'key: value' is expected in the front matter, each key once, found '{line}'");
            }
        }

        return values;
    }
}
