using System.Collections.Generic;

namespace TravisOps.Installations;

/// <summary>A node of a parsed YAML file that knows where it stands.</summary>
internal abstract class YamlNode(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>The last line with content of this node, from 1.</summary>
    public abstract int LastLine { get; }

    /// <summary>What it is, for "expected X, found …".</summary>
    public abstract string Kind { get; }
}

/// <summary>Text, a number, or nothing.</summary>
internal sealed class YamlScalar(Origin origin, int lastLine, string value, bool isPlain) : YamlNode(origin)
{
    public string Value { get; } = value;

    /// <summary>Written without quotes, so that other readers may take it for something other than text.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>The key is there and nothing after it.</summary>
    public bool IsEmpty => IsPlain && Value.Length == 0;

    public override int LastLine { get; } = lastLine;

    public override string Kind => IsEmpty ? "nothing" : "a single value";
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(Origin origin, int lastLine, IReadOnlyList<YamlNode> items) : YamlNode(origin)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    public override int LastLine { get; } = lastLine;

    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed class YamlMapping(Origin origin, int lastLine, bool isFlow, IReadOnlyList<YamlEntry> entries) : YamlNode(origin)
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    /// <summary>Written as <c>{a: b}</c> rather than one key a line.</summary>
    public bool IsFlow { get; } = isFlow;

    public override int LastLine { get; } = lastLine;

    public override string Kind => "a mapping (key: value)";

    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>One key with its value.</summary>
internal sealed class YamlEntry(YamlScalar key, YamlNode value)
{
    public YamlScalar Key { get; } = key;

    public YamlNode Value { get; } = value;

    // The parser places the nothing after a key at the next token, which may be many comments further down.
    public int LastLine => Value is YamlScalar { IsEmpty: true } ? Key.LastLine : Value.LastLine;
}
