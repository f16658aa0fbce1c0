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
        var isInList = false;
        foreach (var block in TextBlocks(section, blocks, indent: 0))
        {
            var isItem = block.Bullet.Length > 0;
            var text = isItem ? new string(' ', block.Indent) + block.Bullet + block.Text : block.Text;
            if (isItem && isInList)
            {
                // Get-Help puts an empty line between paragraphs, and a list is to stay together.
                paragraphs[^1] += "\n" + text;
            }
            else
            {
                paragraphs.Add(text);
            }

            isInList = isItem;
        }

        return paragraphs;
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
                    yield return new TextBlock(Columns(table), indent) { IsVerbatim = true };
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
        foreach (var item in list.Cast<ListItemBlock>())
        {
            var bullet = list.IsOrdered ? $"{number++}. " : "- ";
            foreach (var block in TextBlocks(section, item, indent + bullet.Length))
            {
                yield return bullet.Length > 0 && !block.IsVerbatim && block.Bullet.Length == 0
                    ? block with { Bullet = bullet, Indent = block.Indent - bullet.Length }
                    : block;
                bullet = string.Empty;
            }
        }
    }

    private static string Link(LinkInline link)
    {
        var text = Inline(link);
        var isElsewhere = Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        return isElsewhere && text != link.Url ? $"{text} ({link.Url})" : text;
    }

    private static string Columns(Table table)
    {
        var rows = table.Cast<TableRow>()
            .Select(row => row.Cast<TableCell>().Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(p => Inline(p.Inline)))).ToArray())
            .ToList();
        var widths = Enumerable.Range(0, rows.Max(row => row.Length))
            .Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))
            .ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width))]);
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}

/// <summary>A piece of text with its place on the page.</summary>
/// <param name="Text">The text; line breaks in it are kept when it is verbatim.</param>
/// <param name="Indent">Columns to the left of it, the bullet included.</param>
internal sealed record TextBlock(string Text, int Indent)
{
    public string Bullet { get; init; } = string.Empty;

    /// <summary>Code or a table: never wrapped.</summary>
    public bool IsVerbatim { get; init; }

    public bool IsHeading { get; init; }
}
