using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TravisOps.Help;

/// <summary>Markdown as a terminal shows it: no marks, links written out, lists with dashes, tables as columns.</summary>
internal static class PlainText
{
    /// <summary>Text that is on one line.</summary>
    public static string Inline(ContainerInline? container)
    {
        var text = new StringBuilder();
        foreach (var inline in container ?? Enumerable.Empty<Inline>())
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append(' '),
                AutolinkInline link => text.Append(link.Url),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                LinkInline link => text.Append(Link(link)),
                HtmlInline => text,
                ContainerInline nested => text.Append(Inline(nested)),
                _ => text,
            };
        }

        return text.ToString();
    }

    /// <summary>One string for each paragraph, list, table and code block; all but the first keep their lines.</summary>
    public static IReadOnlyList<string> Paragraphs(PageSection section, IEnumerable<Block> blocks)
    {
        var paragraphs = new List<string>();
        foreach (var block in TextBlocks(section, blocks, indent: 0))
        {
            if (block.Joins)
            {
                // Get-Help puts an empty line between paragraphs, and a list is to stay together.
                paragraphs[^1] += "\n" + new string(' ', block.Indent) + block.Bullet + block.Text;
            }
            else
            {
                paragraphs.Add(block.Bullet + block.Text);
            }
        }

        return paragraphs;
    }

    /// <summary>Lines of at most that width; a longer word has a line of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>The blocks of a section in order, lists flattened.</summary>
    public static IEnumerable<TextBlock> TextBlocks(PageSection section, IEnumerable<Block> blocks, int indent)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    yield return new TextBlock(Inline(paragraph.Inline), indent);
                    break;
                case HeadingBlock heading:
                    yield return new TextBlock(Inline(heading.Inline), indent) { IsHeading = true };
                    break;
                case CodeBlock code:
                    yield return new TextBlock(Code(code), indent + 2) { IsVerbatim = true };
                    break;
                case Table table:
                    foreach (var row in TableText.Of(table, indent))
                    {
                        yield return row;
                    }

                    break;
                case ListBlock list:
                    foreach (var item in ListItems(section, list, indent))
                    {
                        yield return item;
                    }

                    break;
                case QuoteBlock quote:
                    foreach (var inner in TextBlocks(section, quote, indent + 2))
                    {
                        yield return inner;
                    }

                    break;
                case HtmlBlock { Type: HtmlBlockType.Comment } or LinkReferenceDefinitionGroup or ThematicBreakBlock:
                    break;
                default:
                    throw section.Error(block, "a terminal can't show this; use paragraphs, lists, tables and code blocks");
            }
        }
    }

    public static string Code(CodeBlock code) =>
        string.Join('\n', code.Lines.Lines.Take(code.Lines.Count).Select(line => line.ToString().TrimEnd()));

    private static IEnumerable<TextBlock> ListItems(PageSection section, ListBlock list, int indent)
    {
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        var joins = list.Parent is ListItemBlock;
        foreach (var item in list.Cast<ListItemBlock>())
        {
            var bullet = list.IsOrdered ? $"{number++}. " : "- ";
            foreach (var block in TextBlocks(section, item, indent + bullet.Length))
            {
                yield return bullet.Length > 0 && !block.IsVerbatim && block.Bullet.Length == 0
                    ? block with { Bullet = bullet, Indent = block.Indent - bullet.Length, Joins = joins }
                    : block;
                bullet = string.Empty;
                joins = true;
            }
        }
    }

    private static string Link(LinkInline link)
    {
        var text = Inline(link);
        var isElsewhere = Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        return isElsewhere && text != link.Url ? $"{text} ({link.Url})" : text;
    }
}
