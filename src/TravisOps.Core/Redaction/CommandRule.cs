using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Secrets on command lines whose options do not say that they take one: <c>docker login -p</c>, <c>mysql -pVALUE</c>, <c>curl -u user:VALUE</c>,
/// <c>rabbitmqctl add_user user VALUE</c>. On one line as a shell has it, and as a list in JSON.
/// </summary>
internal static class CommandRule
{
    // A command line of more words tells nothing behind them.
    private const int MaxWords = 64;

    // Options of docker itself may stand before its command.
    private const int MaxWordsBeforeCommand = 8;
    private const int MaxBytesBeforeCommand = 512;

    // By their manuals. With mysql a word behind -p is the database; wget and curl mean something else by -p and -a. The mark is the part of the name that
    // is looked for, and begins with letters that are rare in logs: every text is searched for it.
    private static readonly Tool[] s_tools =
    [
        new("docker", "cker", Values: "p", Command: "login"),
        new("mysql", "ysql", Attached: "p") { IsFamily = true },
        new("sshpass", "hpass", Values: "p") { RunsAnother = true },
        new("redis-cli", "s-cli", Values: "a"),
        new("curl", "url", Users: "uU") { Cookies = "b", Proxies = "x" },
        new("ldap", "dap", Values: "w") { IsFamily = true },
        new("rabbitmqctl", "mqctl"),
        new("mariadb", "iadb", Attached: "p") { IsFamily = true },
        new("podman", "odman", Values: "p", Command: "login"),
        new("helm", "elm", Values: "p", Command: "login"),
        new("skopeo", "opeo", Values: "p", Command: "login"),
        new("az", "az log", Values: "p", Command: "login"),
        new("cf", "cf log", Values: "p", Command: "login"),
        new("rabbitmqadmin", "mqadm") { Apart = "p" },
        new("mongo", "ngo") { IsFamily = true, Apart = "p" },
        new("openssl", "nssl") { Apart = "k" },
        new("ldappasswd", "dappasswd", Values: "w") { Apart = "as" },
        new("smbclient", "mbcli", Users: "U") { Separator = '%' },
        new("zip", "zip") { Apart = "P" },
        new("unzip", "nzip") { Apart = "P" },
        new("7z", "7z ", Attached: "p"),
        new("ssh-keygen", "h-keyg") { Apart = "NP" },
        new("snmp", "snmp") { IsFamily = true, Apart = "cAX" },
        new("mosquitto", "squit") { IsFamily = true, Apart = "P" },
        new(Passwords, "tpassw"),
        new(Vault, "vault l", Command: "login"),
        new(Settings, "edctl", Command: "set"),
    ];

    // Those whose secret stands at a place of its own.
    private const string Passwords = "htpasswd";
    private const string Vault = "vault";
    private const string Settings = "replicatedctl";

    private static readonly byte[][] s_userOptions = ["--user"u8.ToArray(), "--proxy-user"u8.ToArray()];

    // rabbitmqctl: what is followed by a user and a password.
    private static readonly byte[][] s_userCommands = ["add_user"u8.ToArray(), "change_password"u8.ToArray(), "authenticate_user"u8.ToArray()];

    /// <summary>What is looked for.</summary>
    public static IReadOnlyList<string> Marks { get; } = Array.ConvertAll(s_tools, tool => tool.Mark);

    /// <summary>Looks at the command whose mark stands there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">Where that begins.</param>
    /// <param name="index">Its index in <see cref="Marks"/>.</param>
    /// <param name="hits">Gets them.</param>
    public static void Find(ReadOnlySpan<byte> text, int mark, int index, List<RedactionHit> hits)
    {
        var tool = s_tools[index];
        var at = mark - tool.Offset;
        if (at < 0 || !text.Slice(at).StartsWith(tool.NameBytes))
        {
            return;
        }

        var end = at + tool.Name.Length;
        while (tool.IsFamily && end < text.Length && (Ascii.IsLetter(text[end]) || text[end] is (byte)'_' or (byte)'-'))
        {
            end++;
        }

        // snmpd -c has a file.
        if (end >= text.Length || (tool.Name == "snmp" && text[end - 1] == 'd') || !(Ascii.IsBlank(text[end]) || Ascii.IsQuote(text[end]) || text[end] == '\\') || (at > 0 && Ascii.IsName(text[at - 1])))
        {
            return;
        }

        // Most lines that tell of docker are no such command.
        if (tool.CommandBytes is { } command && text.Slice(end, Math.Min(MaxBytesBeforeCommand, text.Length - end)).IndexOf(command) < 0)
        {
            return;
        }

        if (tool.Name == Passwords)
        {
            ReadPasswords(text, end, hits);
            return;
        }

        var inCommand = tool.CommandBytes is null;
        var words = inCommand ? MaxWords : MaxWordsBeforeCommand;
        for (var i = end; words > 0 && NextWord(text, i, out var start, out i); words--)
        {
            var word = text.Slice(start, i - start);
            if (!inCommand)
            {
                inCommand = word.SequenceEqual(tool.CommandBytes);
                words = inCommand ? MaxWords : words;
                if (inCommand && tool.Name == Vault)
                {
                    ReadFirst(text, start, i, hits);
                    return;
                }

                if (inCommand && tool.Name == Settings)
                {
                    ReadSetting(text, i, hits);
                    return;
                }
            }
            else if ((ReadOption(text, tool, start, i, hits) || word[0] != '-') && tool.RunsAnother)
            {
                return;
            }
            else if (tool.Name == "rabbitmqctl" && IsOneOf(word, s_userCommands) && NextWord(text, i, out start, out i))
            {
                ValueReader.ReadArgument(text, new NamePlace(text, start, i), SecretNameKind.Secret, hits);
                return;
            }

            // What follows is another command.
            if (text[i - 1] == ';' && i < text.Length && Ascii.IsBlank(text[i]))
            {
                return;
            }
        }
    }

    private static bool ReadOption(ReadOnlySpan<byte> text, Tool tool, int start, int end, List<RedactionHit> hits)
    {
        if (end - start < 2 || text[start] != '-')
        {
            return false;
        }

        if (text[start + 1] == '-')
        {
            foreach (var option in s_userOptions)
            {
                var isWhole = end - start == option.Length;
                if (tool.Users.Length > 0 && text.Slice(start, end - start).StartsWith(option) && (isWhole || text[start + option.Length] == '='))
                {
                    ReadUser(text, isWhole ? end : start + option.Length + 1, tool.Separator, hits);
                    return true;
                }
            }

            return false;
        }

        // -sSu: options without values before it.
        var letter = (char)text[start + 1];
        var last = (char)text[end - 1];
        var isLast = end - start > 2 && end - start <= 8 && tool.Takes(last) && IsLetters(text.Slice(start + 1, end - start - 1)) && !tool.Takes(letter);
        if (tool.Users.IndexOf(isLast ? last : letter) >= 0)
        {
            ReadUser(text, isLast ? end : start + 2, tool.Separator, hits);
            return true;
        }

        if (tool.Cookies.IndexOf(letter) >= 0)
        {
            ReadUser(text, start + 2, '=', hits);
            return true;
        }

        if (tool.Proxies.IndexOf(letter) >= 0)
        {
            if (NextWord(text, start + 2, out var address, out _))
            {
                UriRule.FindBare(text, address, hits);
            }

            return true;
        }

        if (tool.Apart.IndexOf(isLast ? last : letter) >= 0 && (isLast || end == start + 2))
        {
            return !(NextWord(text, end, out var from, out var to) && ArePorts(text.Slice(from, to - from)))
                && ValueReader.ReadArgument(text, new NamePlace(text, start, end), SecretNameKind.Secret, hits);
        }

        if (tool.Values.IndexOf(isLast ? last : letter) >= 0 && (isLast || end == start + 2))
        {
            return ValueReader.ReadArgument(text, new NamePlace(text, start, end), SecretNameKind.Secret, hits);
        }

        var at = start + 2;
        if ((tool.Values.IndexOf(letter) < 0 && tool.Attached.IndexOf(letter) < 0) || at >= text.Length || Ascii.IsSpace(text[at]) || ClosesAt(text, at))
        {
            return false;
        }

        ValueReader.ReadAt(text, text[at] == '=' ? at + 1 : at, new NamePlace(text, start, at), colon: false, SecretNameKind.Secret, hits);
        return true;
    }

    // A quote behind which the command line or a member of a list ends.
    private static bool ClosesAt(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && text[i] == '\\')
        {
            i++;
        }

        return i < text.Length && Ascii.IsQuote(text[i]) && (i + 1 == text.Length || Ascii.IsSpace(text[i + 1]) || text[i + 1] is (byte)',' or (byte)']');
    }

    // user:VALUE, or TOKEN: and TOKEN:x-oauth-basic.
    private static void ReadUser(ReadOnlySpan<byte> text, int at, char separator, List<RedactionHit> hits)
    {
        if (!NextWord(text, at, out var start, out var end) || text[start] == '-')
        {
            return;
        }

        var colon = text.Slice(start, end - start).IndexOf((byte)separator);
        if (colon <= 0)
        {
            return;
        }

        var place = new NamePlace(text, start, start + colon);
        var password = text.Slice(start + colon + 1, end - start - colon - 1);
        var isQuoted = end < text.Length && Ascii.IsQuote(text[end]) && text[end] != place.Quote;
        if ((password.Length == 0 && !isQuoted) || password.SequenceEqual("x-oauth-basic"u8))
        {
            if (Randomness.LooksRandom(text.Slice(start, colon)))
            {
                SecretPatterns.Add(hits, text, start, start + colon, RedactionRules.Name);
            }
        }
        else
        {
            ValueReader.ReadAt(text, start + colon + 1, place, colon: false, SecretNameKind.Secret, hits);
        }
    }

    // htpasswd -b file user VALUE, htpasswd -nb user VALUE.
    private static void ReadPasswords(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        bool isBatch = false, isShown = false;
        int words = 0, lastStart = 0, lastEnd = 0;
        for (int i = at, count = 0; count < MaxWordsBeforeCommand && NextWord(text, i, out var start, out i); count++)
        {
            if (text[start] == '-')
            {
                isBatch |= text.Slice(start, i - start).IndexOf((byte)'b') > 0;
                isShown |= text.Slice(start, i - start).IndexOf((byte)'n') > 0;
            }
            else if (isBatch && words++ == (isShown ? 1 : 2))
            {
                ValueReader.ReadArgument(text, new NamePlace(text, lastStart, lastEnd), SecretNameKind.Secret, hits);
                return;
            }

            (lastStart, lastEnd) = (start, i);
        }
    }

    // vault login VALUE.
    private static void ReadFirst(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        for (var count = 0; count < MaxWordsBeforeCommand && NextWord(text, end, out var next, out var nextEnd); count++)
        {
            if (text[next] != '-')
            {
                if (text.Slice(next, nextEnd - next).IndexOf((byte)'=') < 0)
                {
                    ValueReader.ReadArgument(text, new NamePlace(text, start, end), SecretNameKind.Secret, hits);
                }

                return;
            }

            (start, end) = (next, nextEnd);
        }
    }

    // replicatedctl app-config set NAME --value VALUE.
    private static void ReadSetting(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        if (!NextWord(text, at, out var start, out var end))
        {
            return;
        }

        var option = "--value"u8;
        var kind = end - start <= MaxBytesBeforeCommand ? SecretNames.Classify(Encoding.UTF8.GetString(text.Slice(start, end - start).ToArray())) : SecretNameKind.None;
        for (var words = 0; kind != SecretNameKind.None && words < MaxWordsBeforeCommand && NextWord(text, end, out start, out end); words++)
        {
            if (text.Slice(start, end - start).StartsWith(option))
            {
                if (end - start == option.Length)
                {
                    ValueReader.ReadArgument(text, new NamePlace(text, start, end), kind, hits);
                }
                else if (text[start + option.Length] == '=')
                {
                    ValueReader.ReadAt(text, start + option.Length + 1, new NamePlace(text, start, start + option.Length), colon: false, kind, hits);
                }

                return;
            }
        }
    }

    // 27017:27017 of docker run, before whose image it stands.
    private static bool ArePorts(ReadOnlySpan<byte> value)
    {
        foreach (var c in value)
        {
            if (!Ascii.IsDigit(c) && c is not ((byte)':' or (byte)'.'))
            {
                return false;
            }
        }

        return value.IndexOf((byte)':') >= 0;
    }

    // The next run of anything but blanks and quotes on this line, or on the next behind a backslash or a member of a list.
    private static bool NextWord(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        start = at;
        while (start < text.Length && (Ascii.IsBlank(text[start]) || Ascii.IsQuote(text[start]) || text[start] is (byte)',' or (byte)'\\' || IsFolded(text, start)))
        {
            start++;
        }

        end = start;
        while (end < text.Length && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end]) && !(text[end] == '\\' && end + 1 < text.Length && Ascii.IsQuote(text[end + 1])))
        {
            end++;
        }

        return end > start && text[start] is not ((byte)'|' or (byte)';' or (byte)'&');
    }

    private static bool IsFolded(ReadOnlySpan<byte> text, int i) =>
        text[i] is (byte)'\n' or (byte)'\r' && (text[i - 1] is (byte)'\\' or (byte)'\r' || (text[i - 1] == ',' && Ascii.IsQuote(text[i - 2])));

    private static bool IsLetters(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!Ascii.IsLetter(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> word, byte[][] words)
    {
        foreach (var one in words)
        {
            if (word.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A tool.</summary>
    /// <param name="Name">Its name, or how its family's names begin.</param>
    /// <param name="Mark">What is looked for: a part of it, and perhaps what follows.</param>
    /// <param name="Values">Options whose value is a secret, behind it or attached.</param>
    /// <param name="Attached">The same, attached only.</param>
    /// <param name="Users">Options with a user, a colon and a secret.</param>
    /// <param name="Command">The command of it that has these options; null when it has no commands.</param>
    private sealed record Tool(string Name, string Mark, string Values = "", string Attached = "", string Users = "", string? Command = null)
    {
        public byte[] NameBytes { get; } = Encoding.ASCII.GetBytes(Name);

        /// <summary>Where the mark stands in the name.</summary>
        public int Offset { get; } = Name.IndexOf(Mark.Substring(0, Math.Min(3, Name.Length)), StringComparison.Ordinal);

        public byte[]? CommandBytes { get; } = Command is null ? null : Encoding.ASCII.GetBytes(Command);

        public bool IsFamily { get; init; }

        /// <summary>Behind its own options stands another command.</summary>
        public bool RunsAnother { get; init; }

        /// <summary>Options whose value is a secret, behind it only.</summary>
        public string Apart { get; init; } = "";

        /// <summary>Options with a name, an equals sign and a secret.</summary>
        public string Cookies { get; init; } = "";

        /// <summary>Options with an address that has no scheme.</summary>
        public string Proxies { get; init; } = "";

        /// <summary>What stands between a user and a secret.</summary>
        public char Separator { get; init; } = ':';

        public bool Takes(char option) => Values.IndexOf(option) >= 0 || Users.IndexOf(option) >= 0 || Apart.IndexOf(option) >= 0;
    }
}
