using System.Collections.Generic;
using System.Linq;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace TravisOps.Help;

/// <summary>
/// A table for 80 columns. Side by side where that fits, the last column wrapped if need be; else each row becomes its first
/// cell with the others named below it.
/// </summary>
internal static class TableText
{
    // 80 less the margin that Get-Help and the topics have.
    private const int Width = 76;
    private const int LeastWrapped = 30;
    private const string Gap = "  ";

    public static IEnumerable<TextBlock> Of(Table table, int indent)
    {
        var rows = table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(Cell).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var left = widths.SkipLast(1).Sum(width => width + Gap.Length);
        return left + widths[^1] + indent <= Width || Width - left - indent >= LeastWrapped
            ? [new TextBlock(string.Join('\n', Columns(rows, widths, left, Width - left - indent)), indent) { IsVerbatim = true }]
            : Records(rows, indent);
    }

    private static IEnumerable<string> Columns(List<string[]> rows, int[] widths, int left, int last)
    {
        string[] rule = [.. widths.SkipLast(1).Select(width => new string('-', width)), new string('-', widths[^1] > last ? last : widths[^1])];
        foreach (var row in rows.Take(1).Append(rule).Concat(rows.Skip(1)))
        {
            var start = string.Concat(row.SkipLast(1).Select((cell, column) => cell.PadRight(widths[column]) + Gap));
            foreach (var line in PlainText.Wrap(row[^1], last))
            {
                yield return (start + line).TrimEnd();
                start = new string(' ', left);
            }
        }
    }

    private static IEnumerable<TextBlock> Records(List<string[]> rows, int indent)
    {
        foreach (var row in rows.Skip(1))
        {
            yield return new TextBlock(row[0], indent);
            for (var column = 1; column < row.Length; column++)
            {
                if (row[column].Length > 0)
                {
                    yield return new TextBlock(row[column], indent + 2) { Bullet = rows[0][column] + ": ", Joins = true };
                }
            }
        }
    }

    private static string Cell(Block cell) =>
        string.Join(' ', ((TableCell)cell).OfType<ParagraphBlock>().Select(paragraph => PlainText.Inline(paragraph.Inline)));
}
