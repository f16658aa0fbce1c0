using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Help;

/// <summary>
/// An about_ topic as text of at most 80 columns. Get-Help takes the fifth line for the synopsis, so the first lines are
/// fixed: TOPIC, the name, nothing, SHORT DESCRIPTION, the description in one line.
/// </summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const int Margin = 4;
    private const string ShortDescription = "SHORT DESCRIPTION";

    public static string Render(MarkdownPage page)
    {
        var first = page.Sections.Count > 0 ? page.Sections[0] : page.Title;
        if (page.Title.Blocks.Count > 0 || !string.Equals(first.Name, ShortDescription, StringComparison.OrdinalIgnoreCase))
        {
            throw first.Error("the first section is '## SHORT DESCRIPTION', directly below the title");
        }

        var summary = PlainText.Paragraphs(first, first.Blocks);
        if (summary.Count != 1 || summary[0].Length > Width - Margin)
        {
            throw first.Error($"one paragraph of at most {Width - Margin} characters is expected: Get-Help shows one line of it");
        }

        var text = new StringBuilder($"TOPIC\n    {page.Name}\n");
        foreach (var section in page.Sections)
        {
            text.Append('\n').Append(section.Name.ToUpperInvariant()).Append('\n');
            var isFirst = true;
            foreach (var block in PlainText.TextBlocks(section, section.Blocks, Margin))
            {
                if (!isFirst && !block.Joins)
                {
                    text.Append('\n');
                }

                foreach (var line in Lines(block))
                {
                    text.Append(line).Append('\n');
                }

                isFirst = false;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(TextBlock block)
    {
        var margin = new string(' ', block.IsHeading ? block.Indent - 2 : block.Indent);
        if (block.IsVerbatim)
        {
            return block.Text.Split('\n').Select(line => (margin + line).TrimEnd());
        }

        var hanging = margin + new string(' ', block.Bullet.Length);
        return PlainText.Wrap(block.Text, Width - hanging.Length).Select((line, i) => (i == 0 ? margin + block.Bullet : hanging) + line);
    }
}
