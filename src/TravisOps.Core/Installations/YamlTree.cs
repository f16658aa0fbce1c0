using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TravisOps.Installations;

/// <summary>
/// Parses the part of YAML that an inventory needs, with the place of everything. Anchors, aliases and tags are refused
/// outright: they have no use here, and without them the tree is never larger than the text.
/// </summary>
internal sealed class YamlTree
{
    // The format needs five levels; the limit keeps a hostile file from exhausting the stack.
    private const int DeepestLevel = 16;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly string[] _lines;

    private YamlTree(string text, string file)
    {
        _parser = new Parser(new StringReader(text));
        _file = file;
        _lines = SplitLines(text);
    }

    /// <summary>The root of the only document; null when there is nothing but comments.</summary>
    /// <exception cref="InventoryException">Broken YAML, or YAML that an inventory may not use.</exception>
    public static YamlNode? Parse(string text, string file) => new YamlTree(text, file).ReadStream();

    /// <summary>The text cut where the parser counts lines, so that its line numbers can be used on the result.</summary>
    public static string[] SplitLines(string text) => Regex.Split(text, "\r\n|[\n\r\u0085\u2028\u2029]");

    private YamlNode? ReadStream()
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            // The parser would take it for the end of the file and drop what follows.
            var zero = _lines[i].IndexOf('\0');
            if (zero >= 0)
            {
                throw Origin.InFile(_file, i + 1, zero + 1).Error("there is a zero byte here; is the file damaged, or not text at all?");
            }
        }

        Next();
        if (Next() is StreamEnd)
        {
            return null;
        }

        Next();
        var root = ReadNode(level: 1);
        Next();
        if (Next() is not StreamEnd)
        {
            throw At(Current.Start).Error("a second YAML document begins here; an inventory is one document, with all installations under 'installations'");
        }

        return root is YamlScalar { IsEmpty: true } ? null : root;
    }

    private ParsingEvent Current => _parser.Current ?? throw new InvalidOperationException("No event was read yet.");

    private ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw Explain(e);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // The parser throws a bare InvalidOperationException on a list that is never closed, and others on rarer input (YamlDotNet issue 541).
            throw At(_parser.Current?.End ?? Mark.Empty).Error("broken YAML at or after this place: look for a bracket, brace or quote that is never closed", e);
        }

        return Current;
    }

    /// <summary>The node that the current event begins. Ends on the last event of the node.</summary>
    private YamlNode ReadNode(int level)
    {
        if (Current is AnchorAlias)
        {
            throw At(Current.Start).Error("an alias (*name) is not allowed in an inventory: write the value out, or put it in quotes if it is meant to begin with a '*'");
        }

        var origin = At(Current.Start);
        if (Current is not NodeEvent node)
        {
            // The parser gives no event at all for the nothing in front of a lone colon.
            throw origin.Error("broken YAML: a key or a value is missing here or on the line before; look for a line that begins with ':'");
        }

        if (!node.Anchor.IsEmpty)
        {
            throw origin.Error("an anchor (&name) is not allowed in an inventory: write the value out at each place");
        }

        if (!node.Tag.IsEmpty)
        {
            throw origin.Error("a tag (!name) is not allowed in an inventory: write the value alone");
        }

        if (level > DeepestLevel)
        {
            throw origin.Error($"nested more than {DeepestLevel} levels deep; an inventory needs five");
        }

        return node switch
        {
            SequenceStart start => ReadSequence(start, origin, level),
            MappingStart start => ReadMapping(start, origin, level),
            Scalar scalar => new YamlScalar(origin, LastLine(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain),
            _ => throw origin.Error("a value is expected here"),
        };
    }

    private YamlSequence ReadSequence(SequenceStart start, Origin origin, int level)
    {
        var items = new List<YamlNode>();
        var last = origin.Line;
        while (Next() is not SequenceEnd)
        {
            var item = ReadNode(level + 1);
            items.Add(item);
            last = Math.Max(last, item is YamlScalar { IsEmpty: true } ? last : item.LastLine);
        }

        return new YamlSequence(origin, start.Style == SequenceStyle.Flow ? (int)Current.End.Line : last, items);
    }

    private YamlMapping ReadMapping(MappingStart start, Origin origin, int level)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = origin.Line;
        while (Next() is not MappingEnd)
        {
            if (ReadNode(level + 1) is not YamlScalar key)
            {
                throw At(Current.Start).Error("a key is expected here, as one word");
            }

            if (seen.TryGetValue(key.Value, out var line))
            {
                throw key.Origin.Error($"the key {ValueText.Show(key.Value)} is there twice; the first one is on line {line}");
            }

            seen.Add(key.Value, key.Origin.Line);
            Next();
            var entry = new YamlEntry(key, ReadNode(level + 1));
            entries.Add(entry);
            last = Math.Max(last, entry.LastLine);
        }

        var isFlow = start.Style == MappingStyle.Flow;
        return new YamlMapping(origin, isFlow ? (int)Current.End.Line : last, isFlow, entries);
    }

    // A block scalar ends where the next line begins.
    private static int LastLine(Scalar scalar) => (int)(scalar.End.Column == 1 && scalar.End.Line > scalar.Start.Line ? scalar.End.Line - 1 : scalar.End.Line);

    private Origin At(Mark mark) => Origin.InFile(_file, Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    private InventoryException Explain(YamlException e)
    {
        // Most of the parser's tab errors point at the beginning of the file.
        if (e.Message.IndexOf(" tab ", StringComparison.Ordinal) >= 0 && FirstIndentingTab() is { } tab)
        {
            return tab.Error("the line is indented with a tab; YAML allows only spaces there", e);
        }

        // The parser's sentences ("While scanning a simple key, could not find expected ':'.") are right, but for readers of the YAML specification.
        return At(e.Start).Error($"broken YAML: {e.Message.TrimEnd('.')}. Look for a missing quote, bracket, colon or indentation on this line or the one before", e);
    }

    private Origin? FirstIndentingTab()
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            var content = _lines[i].TrimStart(' ', '\t');
            var tab = _lines[i].IndexOf('\t');
            if (content.Length > 0 && content[0] != '#' && tab >= 0 && tab < _lines[i].Length - content.Length)
            {
                return Origin.InFile(_file, i + 1, tab + 1);
            }
        }

        return null;
    }
}
