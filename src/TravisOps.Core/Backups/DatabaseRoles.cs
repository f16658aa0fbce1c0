using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TravisOps.Files;

namespace TravisOps.Backups;

/// <summary>Roles and settings as words for shell texts: an x and the hexadecimal digits of UTF-8, which no shell and no statement takes for anything else.</summary>
internal static class DatabaseRoles
{
    /// <summary>Settings that are lists of quoted names. As one text a server would take them for one name.</summary>
    private static readonly HashSet<string> s_lists = new(StringComparer.OrdinalIgnoreCase) { "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories" };

    /// <summary>The word for a text.</summary>
    public static string Word(string? text) => "x" + Hex.Lower(Encoding.UTF8.GetBytes(text ?? string.Empty));

    /// <summary>The text of a word's digits, with or without an x; null when it is none.</summary>
    public static string? Text(string word)
    {
        var digits = word.TrimStart('x');
        if (digits.Length % 2 != 0 || digits.Any(digit => digit is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))))
        {
            return null;
        }

        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = byte.Parse(digits.Substring(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A line a role: it, and those that it is a member of.</summary>
    public static string Lines(IEnumerable<BackupRole> roles) => string.Join("\n", roles.Select(role => string.Join(" ", role.MemberOf.Prepend(role.Name).Select(Word))));

    /// <summary>A line a setting that a database is to have, as <c>set_settings</c> of databases.sh reads it. A role's own of all databases give way to those that it has in this one.</summary>
    public static string SettingLines(BackupDatabase database, IReadOnlyList<BackupRole> roles)
    {
        var own = database.Settings;
        var everywhere = roles.SelectMany(role => role.Settings.Select(setting => setting with { Role = role.Name })).Where(setting => !own.Any(one => one.Role == setting.Role && one.Name == setting.Name));
        return string.Join("\n", [.. own.Select(setting => Line(setting.Role is null ? "database" : "role", setting)), .. everywhere.Select(setting => Line("everywhere", setting))]);
    }

    private static string Line(string kind, BackupSetting setting) =>
        string.Join(" ", [kind, Word(setting.Role), Word(setting.Name), Word(setting.Value), .. (s_lists.Contains(setting.Name) ? Split(setting.Value) : [setting.Value]).Select(Word)]);

    /// <summary>The names of a list; one without a letter when there is none.</summary>
    private static List<string> Split(string list)
    {
        List<string> names = [];
        StringBuilder name = new();
        var quoted = false;
        foreach (var letter in list)
        {
            switch (letter)
            {
                case '"':
                    // Of two that stand for one the first ends what the second begins again.
                    quoted = !quoted;
                    name.Append(letter);
                    break;
                case ',' when !quoted:
                    names.Add(Bare(name));
                    break;
                default:
                    name.Append(letter);
                    break;
            }
        }

        names.Add(Bare(name));
        return names;

        static string Bare(StringBuilder name)
        {
            var text = name.ToString().Trim();
            name.Clear();
            return text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2).Replace("\"\"", "\"") : text;
        }
    }
}
