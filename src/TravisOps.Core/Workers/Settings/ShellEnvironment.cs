using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Workers.Settings;

/// <summary>
/// What a shell has in its variables after it has read files, worked out and never run. What only a run could tell, such as the output of a
/// command or what is set under a condition, is unknown, with the place that made it so.
/// </summary>
internal sealed class ShellEnvironment
{
    // Set by whoever starts the shell, or by the shell itself: unset in the files does not mean empty.
    private static readonly HashSet<string> Given = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "OLDPWD", "TERM", "IFS", "PPID", "LANG", "LANGUAGE", "TZ", "HOSTNAME", "HOSTTYPE", "OSTYPE", "MACHTYPE", "UID", "EUID",
        "RANDOM", "SECONDS", "LINENO", "PS1", "PS2", "PS4", "OPTIND", "OPTARG", "MAIL", "TMPDIR", "INVOCATION_ID", "JOURNAL_STREAM", "NOTIFY_SOCKET", "BASH", "GROUPS", "SHLVL", "_",
    };

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["condition"] = "it is set under a condition or in a loop",
        ["list"] = "it is set behind && or ||",
        ["background"] = "it is set in the background",
        ["pipe"] = "it is set in a pipe",
        ["append"] = "+= is read differently by sh and bash",
        ["prefix"] = "it is set for one command, which sh and bash read differently",
        ["readonly"] = "it is made read-only",
        ["function"] = "a function is defined",
        ["command"] = "a command is run whose words are not known",
        ["source"] = "another file is read",
        ["eval"] = "text is evaluated",
        ["exit"] = "the file may end here",
        ["return"] = "the file may end here",
        ["exec"] = "another program may take over here",
        ["arithmetic"] = "arithmetic assigns",
        ["syntax"] = "the shell can't read it (syntax error)",
        ["unterminated"] = "a quote or a bracket is not closed",
        ["here-document"] = "a here-document follows",
        ["read"] = "it is read from input",
        ["for"] = "it is set by a loop",
    };

    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["command"] = "the output of a command",
        ["arithmetic"] = "arithmetic",
        ["special"] = "a parameter that only a running shell has",
        ["tilde"] = "a home directory (~)",
        ["ansi"] = "$'...' or $\"...\", which sh and bash read differently",
        ["bash"] = "an expansion that only bash knows",
        ["quotes"] = "quotes inside an expansion, which shells read differently",
        ["rest"] = "more on the same line",
    };

    private static readonly Regex Assigning = new("(?:^|[{\"])([A-Za-z_][A-Za-z0-9_]*):?=", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, ShellVariable> _variables = new(StringComparer.Ordinal);
    private readonly List<ShellVariable> _assignments = [];
    private readonly List<(string Name, SettingValue Value, int Line)> _waiting = [];
    private bool _exportAll;
    private string? _anything;
    private string? _lost;
    private string _path = string.Empty;
    private int _line;

    /// <summary>The variables by name. One that is not known to be set or not is here as unknown.</summary>
    public IReadOnlyDictionary<string, ShellVariable> Variables => _variables;

    /// <summary>Every assignment in the order in which a shell comes to it, the ones that others replace too.</summary>
    public IReadOnlyList<ShellVariable> Assignments => _assignments;

    /// <summary>Why and where the shell can't read on; null when it reads everything.</summary>
    public string? Lost => _lost;

    /// <summary>Why and where any name may have been set, such as by another file that is read; null when nothing of that kind is there.</summary>
    public string? Anything => _lost ?? _anything;

    /// <summary>Reads a file as <c>.</c> does, or a unit file's Environment=.</summary>
    public void Read(SettingsFile file)
    {
        _path = file.Path;
        foreach (var record in file.Records)
        {
            if (record.Kind is not ('X' or 'Y' or 'V'))
            {
                AssignWaiting();
            }

            _line = record.Line;
            Apply(record);
        }

        AssignWaiting();
    }

    /// <summary>A file is there and can't be read: it may set anything.</summary>
    public void Unreadable(SettingsFile file)
    {
        _path = file.Path;
        _line = 0;
        DoubtAll($"{file.Path}:1: {file.Path} can't be read");
    }

    /// <summary>What is said of a piece that settings.awk left open, such as <c>rest</c>.</summary>
    public static string PartReason(string why) => Parts.TryGetValue(why, out var words) ? words : why;

    private void Apply(SettingsRecord record)
    {
        switch (record.Kind)
        {
            case 'A':
                Assign(record.Name, Expand(record.Word).Value, export: false);
                break;
            case 'X':
                // A shell works out all words of a command, and then begins with it.
                var value = Split(Expand(record.Word));
                AssignWaiting();
                _line = record.Line;
                Assign(record.Name, value, export: true);
                break;
            case 'Y':
                _waiting.Add((record.Name, Split(Expand(record.Word)), record.Line));
                break;
            case 'D':
                Assign(record.Name, Expand(record.Word).Value, export: true);
                break;
            case 'O':
                foreach (var name in _variables.Keys.ToList())
                {
                    _variables.Remove(name);
                }

                break;
            case 'V':
                Export(record.Name);
                break;
            case 'U':
                if (_lost is null)
                {
                    _variables.Remove(record.Name);
                    if (_anything is not null)
                    {
                        _variables[record.Name] = new ShellVariable(record.Name, null, false, _path, _line);
                    }
                }

                break;
            case 'P':
                _exportAll = record.Rest == "on";
                break;
            case 'N':
                Expand(record.Rest);
                break;
            case 'K':
                Doubt(record);
                break;
        }
    }

    private void AssignWaiting()
    {
        foreach (var (name, value, line) in _waiting)
        {
            _line = line;
            Assign(name, value, export: true);
        }

        _waiting.Clear();
    }

    private void Assign(string name, SettingValue value, bool export)
    {
        value = _lost is null ? value : SettingValue.NotKnown(_lost);
        var exported = export || _exportAll || (_variables.TryGetValue(name, out var before) && before.Exported);
        var variable = new ShellVariable(name, value, exported, _path, _line);
        _variables[name] = variable;
        _assignments.Add(variable);
    }

    private void Export(string name)
    {
        if (_variables.TryGetValue(name, out var variable))
        {
            _variables[name] = variable with { Exported = true };
        }
    }

    private void Doubt(SettingsRecord record)
    {
        var words = record.Rest.Split(' ');
        var reason = $"{_path}:{record.Line}: {(Reasons.TryGetValue(words[0], out var text) ? text : "only a running shell can tell")}";
        foreach (var name in words.Skip(1))
        {
            switch (name)
            {
                case "!":
                    _lost ??= reason;
                    DoubtAll(reason);
                    break;
                case "*":
                    DoubtAll(reason);
                    break;
                default:
                    // Unlike the assignments that are sure, this may not be one: the name may as well keep what it had.
                    Assign(name, SettingValue.NotKnown(reason), export: true);
                    break;
            }
        }
    }

    private void DoubtAll(string reason)
    {
        _anything = reason;
        foreach (var variable in _variables.Values.ToList())
        {
            _variables[variable.Name] = variable with { Value = SettingValue.NotKnown(reason) };
        }
    }

    // Ubuntu 14.04's sh splits what is not quoted behind export, and later ones don't.
    private static SettingValue Split((SettingValue Value, bool Splits) expanded) => expanded.Splits && expanded.Value.Unknown is null
        ? SettingValue.NotKnown("a parameter is not quoted and has a blank or a pattern in it, which shells read differently behind export")
        : expanded.Value;

    private (SettingValue Value, bool Splits) Expand(string word)
    {
        var text = new StringBuilder();
        string? unknown = null;
        var splits = false;
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] != '{')
            {
                var next = word.IndexOf('{', at);
                next = next < 0 ? word.Length : next;
                text.Append(SettingValue.Decode(word.Substring(at, next - at)));
                at = next - 1;
                continue;
            }

            var end = GroupEnd(word, at);
            var group = word.Substring(at + 1, end - at - 1);
            at = end;
            if (group.StartsWith("!", StringComparison.Ordinal))
            {
                text.Append(SettingValue.Secret(int.TryParse(group.Substring(1), out var number) ? number : 0));
                continue;
            }

            if (group.StartsWith("?", StringComparison.Ordinal))
            {
                unknown ??= $"{_path}:{_line}: {PartReason(group.Substring(1))}";
                continue;
            }

            var quoted = group.StartsWith("\"", StringComparison.Ordinal);
            var (value, inner) = Parameter(quoted ? group.Substring(1) : group);
            unknown ??= value.Unknown;
            text.Append(value.Text);
            splits |= !quoted && (inner || value.HasSecret || value.Text.IndexOfAny([' ', '\t', '\n', '*', '?', '[', '\\']) >= 0);
        }

        return (unknown is null ? SettingValue.Of(text.ToString()) : SettingValue.NotKnown(unknown), splits);
    }

    private (SettingValue Value, bool Splits) Parameter(string group)
    {
        var length = group.StartsWith("#", StringComparison.Ordinal);
        var rest = length ? group.Substring(1) : group;
        var end = 0;
        while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] == '_'))
        {
            end++;
        }

        var name = rest.Substring(0, end);
        var operation = Operation(rest, end);
        var word = rest.Substring(end + operation.Length);
        var value = Find(name);
        if (value?.Unknown is not null)
        {
            // What it would have assigned, itself or inside the word, is not known either.
            foreach (Match match in Assigning.Matches(group))
            {
                Assign(match.Groups[1].Value, value, export: false);
            }

            return (value, false);
        }

        if (length)
        {
            return value is { HasSecret: true } || (value?.Text.Any(c => c > 126) ?? false)
                ? (SettingValue.NotKnown($"{_path}:{_line}: the length of a secret, or of text that shells count differently"), false)
                : (SettingValue.Of((value?.Text.Length ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)), false);
        }

        var set = value is not null && (operation.Length < 2 || operation[0] != ':' || value.Text.Length > 0);
        switch (operation)
        {
            case ":-" or "-":
                return set ? (value!, false) : Expand(word);
            case ":=" or "=":
                if (set)
                {
                    return (value!, false);
                }

                var given = Expand(word);
                Assign(name, given.Value, export: false);
                return given;
            case ":+" or "+":
                return set ? Expand(word) : (SettingValue.Empty, false);
            case ":?" or "?":
                if (set)
                {
                    return (value!, false);
                }

                _lost ??= $"{_path}:{_line}: the shell ends here, because {name} is not set";
                return (SettingValue.NotKnown(_lost), false);
            case "%" or "%%" or "#" or "##":
                var pattern = Expand(word).Value;
                return pattern.Unknown is not null || pattern.HasSecret || value is { HasSecret: true } || ShellPattern.Remove(value?.Text ?? string.Empty, operation, pattern.Text) is not { } left
                    ? (SettingValue.NotKnown(pattern.Unknown ?? $"{_path}:{_line}: a pattern on a secret, or one that shells read differently"), false)
                    : (SettingValue.Of(left), false);
            default:
                return (value ?? SettingValue.Empty, false);
        }
    }

    /// <summary>What a shell has under a name now: null when it is not set there.</summary>
    public SettingValue? Find(string name)
    {
        if (_lost is not null)
        {
            return SettingValue.NotKnown(_lost);
        }

        if (_variables.TryGetValue(name, out var variable))
        {
            return variable.Value;
        }

        return _anything is not null ? SettingValue.NotKnown(_anything)
            : Given.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal) || name.StartsWith("UPSTART_", StringComparison.Ordinal) || name.StartsWith("BASH_", StringComparison.Ordinal)
                ? SettingValue.NotKnown($"{_path}:{_line}: {name} comes from whoever starts the shell")
                : null;
    }

    private static string Operation(string rest, int at)
    {
        if (at >= rest.Length)
        {
            return string.Empty;
        }

        var two = at + 1 < rest.Length ? rest.Substring(at, 2) : string.Empty;
        return two is ":-" or ":=" or ":+" or ":?" or "%%" or "##" ? two : rest.Substring(at, 1);
    }

    private static int GroupEnd(string word, int at)
    {
        var depth = 0;
        for (; at < word.Length; at++)
        {
            if (word[at] == '{')
            {
                depth++;
            }
            else if (word[at] == '}' && --depth == 0)
            {
                return at;
            }
        }

        return word.Length - 1;
    }
}
