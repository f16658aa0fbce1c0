using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Installations;

/// <summary>
/// The text of an inventory with one installation put in or replaced. Only the lines of that installation change; every
/// other byte, comments and blank lines included, stays as the person wrote it.
/// </summary>
internal static class InventoryText
{
    private static readonly Regex Line = new("[^\n\r\u0085\u2028\u2029]*(?:\r\n|[\n\r\u0085\u2028\u2029])|[^\n\r\u0085\u2028\u2029]+$");

    /// <param name="text">A valid inventory, or nothing.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="installation">What to put in.</param>
    public static string With(string text, string path, InstallationSpec installation)
    {
        var newLine = NewLineOf(text);
        if (YamlTree.Parse(text, path) is not YamlMapping root)
        {
            // Nothing, or only comments: they stay on top.
            var block = $"{InventoryKeys.Installations}:{newLine}" + string.Concat(InstallationYaml.Lines(installation, indent: 2).Select(line => line + newLine));
            return text + (text.Length == 0 || EndsLine(text) ? string.Empty : newLine) + block;
        }

        var installations = (YamlMapping)root.Find(InventoryKeys.Installations)!.Value;
        var lines = Line.Matches(text).Cast<Match>().Select(match => match.Value).ToList();
        var column = installations.Entries[0].Key.Origin.Column;
        if (installations.IsFlow || installations.Entries.Any(entry => lines[entry.Key.Origin.Line - 1].Take(column - 1).Any(c => c != ' ')))
        {
            throw installations.Origin.Error("'installations' is not written with each name on a line of its own, so nothing can be added without changing your text; write it that way first");
        }

        var old = installations.Entries.FirstOrDefault(entry => string.Equals(entry.Key.Value, installation.Name, StringComparison.OrdinalIgnoreCase));
        var (start, end) = old is null
            ? AfterLast(lines, installations.LastLine, column)
            : (old.Key.Origin.Line - 1, old.LastLine);
        if (start > 0 && !EndsLine(lines[start - 1]))
        {
            lines[start - 1] += newLine;
        }

        lines.RemoveRange(start, end - start);
        lines.InsertRange(start, InstallationYaml.Lines(installation, column - 1).Select(line => line + newLine));
        return string.Concat(lines);
    }

    // Comments that are indented below the last installation belong to it (a worker that is commented out, say).
    private static (int Start, int End) AfterLast(List<string> lines, int lastLine, int column)
    {
        var end = lastLine;
        for (var i = lastLine; i < lines.Count; i++)
        {
            var content = lines[i].Trim();
            if (content.Length == 0)
            {
                continue;
            }

            if (content[0] != '#' || lines[i].IndexOf('#') < column)
            {
                break;
            }

            end = i + 1;
        }

        return (end, end);
    }

    private static bool EndsLine(string line) => line.Length > 0 && line[line.Length - 1] is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static string NewLineOf(string text) => text.IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n";
}
