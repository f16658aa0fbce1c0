using System.Collections.Generic;
using Markdig.Syntax;

namespace TravisOps.Help;

/// <summary>A heading and what is below it, up to the next heading of its level.</summary>
internal sealed record PageSection(string File, string Name, int Line, IReadOnlyList<Block> Blocks)
{
    /// <summary>Cuts blocks at the headings of a level; what comes before the first of them is handed out apart.</summary>
    public static IReadOnlyList<PageSection> Cut(string file, IReadOnlyList<Block> blocks, int level, out IReadOnlyList<Block> before)
    {
        var first = new List<Block>();
        var sections = new List<PageSection>();
        var current = first;
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                current = [];
                sections.Add(new PageSection(file, PlainText.Inline(heading.Inline), heading.Line + 1, current));
            }
            else
            {
                current.Add(block);
            }
        }

        before = first;
        return sections;
    }

    /// <summary>The parts under headings one level down, nothing being allowed before the first of them.</summary>
    public IReadOnlyList<PageSection> Parts()
    {
        var parts = Cut(File, Blocks, level: 3, out var before);
        return before.Count == 0 ? parts : throw Error(before[0], $"a '### ' heading is expected under '{Name}' before any text");
    }

    public HelpException Error(string problem) => new(File, Line, problem);

    public HelpException Error(Block block, string problem) => new(File, block.Line + 1, problem);
}
