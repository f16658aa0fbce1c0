using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Finds names of machines and people by what stands around them, whether anybody told them before or not: in URIs and mail addresses, in the lines of sshd, sudo and
/// PAM, in home folders, behind <c>user=</c> and <c>host=</c>, in the column of syslog that has the machine. What it finds in a place depends on that place alone.
/// </summary>
internal sealed class ContextNames
{
    private const int MaxName = 253, MaxUser = 64, MaxKey = 64;

    private static readonly string[] s_domains = [".lan", ".local", ".internal", ".corp", ".intra", ".home.arpa"];

    // An @ stands before them too.
    private static readonly HashSet<string> s_noDomains = new(StringComparer.OrdinalIgnoreCase)
    {
        "js", "ts", "rb", "py", "go", "sh", "pl", "java", "class", "json", "yml", "yaml", "xml", "conf", "cfg", "ini", "log", "txt", "md", "html", "css", "png", "svg", "gz", "tgz", "tar", "zip", "bz", "xz", "lock", "service", "socket", "slice",
        "scope", "target", "mount", "timer", "device", "path", "swap", "so", "exe", "dll", "pid", "sock", "pem", "crt", "key", "db", "sql", "rpm", "deb", "jar", "war",
    };

    // First labels in front of .local and the like that make a file or a setting of it.
    private static readonly HashSet<string> s_noHosts = new(StringComparer.OrdinalIgnoreCase) { "rc", "env", "localhost", "host", "docker", "config", "settings", "git", "gateway", "metadata", "database", "production", "development", "test" };

    private static readonly HashSet<string> s_userKeys = new(StringComparer.OrdinalIgnoreCase) { "user", "username", "login", "uid", "ruser", "logname", "acct" };

    private static readonly HashSet<string> s_hostKeys = new(StringComparer.OrdinalIgnoreCase) { "host", "hostname", "node", "nodename", "server", "servername", "peer", "rhost" };

    // How sshd says what somebody logs in with.
    private static readonly string[] s_beforeFor = ["password", "publickey", "keyboard-interactive/pam", "keyboard-interactive", "none", "gssapi-with-mic", "hostbased", "certificate", "exceeded", "login", "logon"];

    private static readonly string[] s_beforeUser = ["for", "of", "by", "from", "authenticating", "nvalid", "as"];

    private static readonly string[] s_behindUser = ["by", "from", "on", "at", "via", "failed", "logged", "has", "was", "is", "not", "and", "to", "in", "with"];

    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly (string Text, Trigger Trigger)[] s_triggers =
    [
        ("://", Trigger.Uri), ("%2f%2f", Trigger.Uri),
        (" for ", Trigger.For), (" user ", Trigger.User), ("sudo", Trigger.Sudo), ("/home/", Trigger.Home), ("/users/", Trigger.Home), ("\\users\\", Trigger.Home),
        ("user", Trigger.Key), ("login", Trigger.Key), ("uid=", Trigger.Key), ("acct=", Trigger.Key), ("logname", Trigger.Key),
        ("host", Trigger.Key), ("node", Trigger.Key), ("server", Trigger.Key), ("peer", Trigger.Key),
        .. s_domains.Select(domain => (domain, Trigger.Domain)),
    ];

    private static readonly PatternMatcher s_matcher = new([.. s_triggers.Select(one => Encoding.ASCII.GetBytes(one.Text))]);

    private readonly Func<string, byte[]?> _host;
    private readonly Func<string, byte[]?> _user;

    private enum Trigger
    {
        Uri,
        For,
        User,
        Sudo,
        Home,
        Key,
        Domain,
    }

    /// <summary>Prepares it.</summary>
    /// <param name="host">What stands for a machine's name; null for one that is left.</param>
    /// <param name="user">What stands for a person's; null for one that is left.</param>
    public ContextNames(Func<string, byte[]?> host, Func<string, byte[]?> user)
    {
        _host = host;
        _user = user;
    }

    /// <summary>Adds what is found; the value of a hit is the name.</summary>
    public void Find(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        FindLines(text, hits);
        FindSigns(text, hits);
        FindAccounts(text, hits);
        for (var at = 0; s_matcher.Next(text, ref at, out var found, out var length); at++)
        {
            var end = at + length;
            switch (s_triggers[found].Trigger)
            {
                case Trigger.Uri:
                    FindUri(text, at, end, hits);
                    break;
                case Trigger.For:
                    FindFor(text, at, end, hits);
                    break;
                case Trigger.User:
                    FindUser(text, at, end, hits);
                    FindKey(text, at + 1, hits);
                    break;
                case Trigger.Sudo:
                    FindSudo(text, end, hits);
                    break;
                case Trigger.Home:
                    FindHome(text, at, end, hits);
                    break;
                case Trigger.Key:
                    FindKey(text, at, hits);
                    break;
                case Trigger.Domain:
                    FindDomain(text, at, end, hits);
                    break;
            }
        }
    }

    // Columns of syslog, ps and last.
    private void FindLines(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (var line = 0; line < text.Length; line = Ascii.SkipLine(text, line))
        {
            var end = line;
            var most = Math.Min(text.Length, line + 1024);
            var rest = text.Slice(line, most - line);
            var stop = rest.IndexOf((byte)'\n');
            rest = stop < 0 ? rest : rest.Slice(0, stop);
            var host = HostColumn(rest, out var isLoose);
            if (host > 0)
            {
                end = EndOfHost(rest, host);
                if (end > host && end < rest.Length && rest[end] == ' ' && IsTag(rest, end + 1, isLoose && !HasMark(rest.Slice(host, end - host))))
                {
                    AddHost(text, line + host, line + end, hits);
                }

                continue;
            }

            end = EndOfUser(rest, 0);
            if (end > 0 && IsTableOfUsers(rest, end))
            {
                AddUser(text, line, line + end, hits);
            }
        }
    }

    // Nov 26 21:00:00 HOST tag[1]: of RFC 3164, perhaps behind <34>; 2026-11-26T21:00:01.1+00:00 HOST tag[1]:
    private static int HostColumn(ReadOnlySpan<byte> line, out bool isLoose)
    {
        isLoose = false;
        var i = 0;
        if (line.Length > 3 && line[0] == '<')
        {
            i = line.IndexOf((byte)'>') + 1;
        }

        if (line.Length < i + 18)
        {
            return -1;
        }

        if (Ascii.IsDigit(line[i]))
        {
            var t = line.Slice(i);
            if (t[4] != '-' || t[7] != '-' || t[10] != 'T' || t[13] != ':' || t[16] != ':')
            {
                return -1;
            }

            isLoose = true;
            var blank = t.IndexOf((byte)' ');
            return blank is > 18 and < 36 ? i + blank + 1 : -1;
        }

        foreach (var month in s_months)
        {
            if (line[i] == month[0] && line[i + 1] == month[1] && line[i + 2] == month[2] && line[i + 3] == ' ')
            {
                var day = Ascii.SkipBlanks(line, i + 3);
                while (day < line.Length && Ascii.IsDigit(line[day]))
                {
                    day++;
                }

                return day + 10 < line.Length && line[day] == ' ' && line[day + 3] == ':' && line[day + 6] == ':' && Ascii.IsDigit(line[day + 8]) && line[day + 9] == ' ' ? day + 10 : -1;
            }
        }

        return -1;
    }

    // sshd[1]: and kernel: follow the machine.
    private static bool IsTag(ReadOnlySpan<byte> line, int i, bool needsNumber)
    {
        var start = i;
        while (i < line.Length && (Ascii.IsName(line[i]) || line[i] is (byte)'/' or (byte)'(' or (byte)')' or (byte)'@') && i - start < MaxKey)
        {
            i++;
        }

        if (i == start || i >= line.Length)
        {
            return false;
        }

        return line[i] == '[' ? i + 1 < line.Length && Ascii.IsDigit(line[i + 1]) : line[i] == ':' && (!needsNumber || line.Slice(start, i - start).SequenceEqual("kernel"u8));
    }

    // alice 123 1 0.0 0.1 … of ps, alice pts/0 … of last and who.
    private static bool IsTableOfUsers(ReadOnlySpan<byte> line, int end)
    {
        var at = Ascii.SkipBlanks(line, end);
        if (at == end)
        {
            return false;
        }

        var rest = line.Slice(at);
        if (rest.StartsWith("pts/"u8) || rest.StartsWith("system boot"u8) || (rest.StartsWith("tty"u8) && rest.Length > 3 && (Ascii.IsDigit(rest[3]) || rest[3] == 'S')))
        {
            return !rest.StartsWith("system"u8);
        }

        int columns = 0, decimals = 0;
        while (columns < 3)
        {
            var start = at;
            while (at < line.Length && (Ascii.IsDigit(line[at]) || line[at] == '.'))
            {
                decimals += line[at] == '.' ? 1 : 0;
                at++;
            }

            if (at == start || at >= line.Length || !Ascii.IsBlank(line[at]))
            {
                return false;
            }

            columns++;
            at = Ascii.SkipBlanks(line, at);
        }

        return decimals > 0;
    }

    // Mail addresses, rabbit@HOST, and @PID.HOST of a worker's id.
    private void FindSigns(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (int at = 0, step; at < text.Length && (step = text.Slice(at).IndexOf((byte)'@')) >= 0; at++)
        {
            at += step;
            var start = at;
            while (start > 0 && at - start < MaxUser && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'%'))
            {
                start--;
            }

            start += WordStart.Rest(text, start);
            if (start >= at)
            {
                continue;
            }

            var local = text.Slice(start, at - start);
            var host = at + 1;
            while (host < text.Length && Ascii.IsDigit(text[host]))
            {
                host++;
            }

            if (host > at + 1 && host < text.Length && text[host] == '.')
            {
                // A process at a machine.
                host++;
                var behind = EndOfHost(text, host);
                if (behind > host && Ascii.IsLetter(text[host]) && !s_noDomains.Contains(Last(Text(text.Slice(host, behind - host)))))
                {
                    AddHost(text, host, behind, hits);
                }

                continue;
            }

            host = at + 1;
            var end = EndOfHost(text, host);
            if (end <= host)
            {
                continue;
            }

            var name = Text(text.Slice(host, end - host));
            if (name.IndexOf('.') < 0)
            {
                if (local.SequenceEqual("rabbit"u8) || local.SequenceEqual("rabbitmq"u8))
                {
                    AddHost(text, host, end, hits);
                }

                continue;
            }

            var last = Last(name);
            if (last.Length >= 2 && last.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) && !s_noDomains.Contains(last))
            {
                AddHost(text, host, end, hits);
                AddUser(text, start, at, hits);
            }
        }
    }

    // CORP\judy. A letter that makes a line break or a tab of the backslash is taken for that.
    private void FindAccounts(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (int at = 0, step; at < text.Length && (step = text.Slice(at).IndexOf((byte)'\\')) >= 0; at++)
        {
            at += step;
            var start = at;
            while (start > 0 && at - start < 16 && (text[start - 1] is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-'))
            {
                start--;
            }

            var user = at + 1 < text.Length && text[at + 1] == '\\' ? at + 2 : at + 1;
            if (at - start < 2 || !Ascii.IsLetter(text[start]) || user >= text.Length || text[user] is not (>= (byte)'a' and <= (byte)'z') or (byte)'n' or (byte)'r' or (byte)'t'
                || (start > 0 && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] is (byte)'\\' or (byte)':' or (byte)'/' or (byte)'_' or (byte)'.' or (byte)'[')))
            {
                at = Math.Max(at, user - 1);
                continue;
            }

            // \u0041 and \x41.
            var end = EndOfUser(text, user);
            var isEscape = (text[user] == 'u' && end - user >= 5 && IsHex(text.Slice(user + 1, 4))) || (text[user] == 'x' && end - user >= 3 && IsHex(text.Slice(user + 1, 2)));
            var domain = Text(text.Slice(start, at - start));
            if (end - user >= 3 && !isEscape && !LogWords.Has(domain) && !domain.StartsWith("HK", StringComparison.Ordinal) && !(end < text.Length && text[end] is (byte)'\\' or (byte)'('))
            {
                if (AddUser(text, user, end, hits) && _host(domain) is { } standIn)
                {
                    hits.Add(new RedactionHit(start, at, RedactionRules.HostName, standIn, null));
                }
            }
        }
    }

    private void FindUri(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        // docker://image names no machine.
        var scheme = at;
        while (scheme > 0 && at - scheme < 16 && Ascii.IsAlphanumeric(text[scheme - 1]))
        {
            scheme--;
        }

        var name = text.Slice(scheme, at - scheme);
        if (name.SequenceEqual("docker"u8) || name.SequenceEqual("oci"u8) || name.SequenceEqual("file"u8) || name.SequenceEqual("unix"u8))
        {
            return;
        }

        var isEncoded = text[at] == '%';
        var most = Math.Min(text.Length, start + 512);
        var end = start;
        while (end < most && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end]) && text[end] is not ((byte)'/' or (byte)'?' or (byte)'#' or (byte)'<' or (byte)'>' or (byte)'\\' or (byte)',')
            && !(isEncoded && text.Slice(end).StartsWith("%2"u8)))
        {
            end++;
        }

        var sign = text.Slice(start, end - start).LastIndexOf((byte)'@');
        var host = start + sign + 1;
        end = EndOfHost(text.Slice(0, end), host);
        if (end > host)
        {
            AddHost(text, host, end, hits);
        }
    }

    // Accepted publickey for U from, Failed password for invalid user U from.
    private void FindFor(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        var before = at;
        while (before > 0 && at - before < MaxKey && !Ascii.IsSpace(text[before - 1]))
        {
            before--;
        }

        if (text.Slice(start).StartsWith("invalid user "u8))
        {
            return;
        }

        var end = EndOfUser(text, start);
        if (end > start && text.Slice(end).StartsWith(" from "u8)
            && (IsIn(text.Slice(before, at - before), s_beforeFor) || (end + 6 < text.Length && Ascii.IsDigit(text[end + 6]) && Parses(text, end + 6))))
        {
            AddUser(text, start, end, hits);
        }
    }

    private void FindUser(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        var before = at;
        while (before > 0 && at - before < MaxKey && Ascii.IsLetter(text[before - 1]))
        {
            before--;
        }

        var word = text.Slice(before, at - before);
        var isInvalid = Ascii.StartsWithIgnoreCase(word, "invalid"u8) && word.Length == 7;
        if (!isInvalid && !IsIn(word, s_beforeUser))
        {
            return;
        }

        var quote = start;
        while (quote < text.Length && (text[quote] == '\\' || Ascii.IsQuote(text[quote])))
        {
            quote++;
        }

        var end = EndOfUser(text, quote);
        if (end == quote)
        {
            return;
        }

        var next = end < text.Length ? text[end] : (byte)'\n';
        if (isInvalid || quote > start || HasMark(text.Slice(quote, end - quote)) || next is (byte)'\n' or (byte)'\r' or (byte)'(' or (byte)',' or (byte)'.' or (byte)';' or (byte)':' or (byte)')' or (byte)'[' or (byte)'"' or (byte)'\\'
            || (next == ' ' && end + 1 < text.Length && (Ascii.IsDigit(text[end + 1]) || IsIn(Word(text, end + 1), s_behindUser))))
        {
            AddUser(text, quote, end, hits);
        }
    }

    // sudo:     dave : TTY=
    private void FindSudo(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        if (at < text.Length && text[at] == '[')
        {
            while (at < text.Length && (Ascii.IsDigit(text[at]) || text[at] is (byte)'[' or (byte)']'))
            {
                at++;
            }
        }

        if (at >= text.Length || text[at] != ':')
        {
            return;
        }

        var start = Ascii.SkipBlanks(text, at + 1);
        var end = EndOfUser(text, start);
        if (end > start && text.Slice(end).StartsWith(" : "u8))
        {
            AddUser(text, start, end, hits);
        }
    }

    private void FindHome(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        // A URI has such paths too.
        if (at > 0 && (Ascii.IsAlphanumeric(text[at - 1]) || text[at - 1] is (byte)'.' or (byte)'_' or (byte)'-') && !WordStart.IsEscaped(text, at))
        {
            return;
        }

        if (text[at] == '\\' && start < text.Length && text[start] == '\\')
        {
            start++;
        }

        var end = EndOfUser(text, start);
        if (end > start && !(text[at] == '\\' && LogWords.Has(Text(text.Slice(start, end - start)))))
        {
            AddUser(text, start, end, hits);
        }
    }

    // user=U, "host": "H", uid=1000(U).
    private void FindKey(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        int start = at, end = at;
        while (start > 0 && at - start < MaxKey && Ascii.IsName(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && end - at < MaxKey && Ascii.IsName(text[end]))
        {
            end++;
        }

        // The last word of the name, and not one in its middle.
        var key = text.Slice(start, end - start);
        var dot = key.LastIndexOfAny((byte)'.', (byte)'_', (byte)'-');
        if (start + dot + 1 > at || end >= text.Length)
        {
            return;
        }

        var word = Text(key.Slice(dot + 1));
        var isUser = s_userKeys.Contains(word);
        if (!isUser && !s_hostKeys.Contains(word))
        {
            return;
        }

        var i = end;
        while (i < text.Length && i - end < 4 && (text[i] == '\\' || Ascii.IsQuote(text[i])))
        {
            i++;
        }

        var isQuoted = i > end;
        i = Ascii.SkipBlanks(text, i);
        var isFirst = start == 0 || text[start - 1] == '\n';
        if (i >= text.Length || text[i] is not ((byte)'=' or (byte)':') || (i > end && !isQuoted && !isFirst))
        {
            return;
        }

        var isColon = text[i] == ':';
        i++;
        if (i < text.Length && text[i] == '>')
        {
            i++;
        }

        i = isColon || isFirst || text[i - 1] == '>' ? Ascii.SkipBlanks(text, i) : i;
        var open = i;
        while (i < text.Length && i - open < 4 && (text[i] == '\\' || Ascii.IsQuote(text[i])))
        {
            i++;
        }

        var isEnclosed = i > open;
        if (isUser && word.Equals("uid", StringComparison.OrdinalIgnoreCase) && i < text.Length && Ascii.IsDigit(text[i]))
        {
            while (i < text.Length && Ascii.IsDigit(text[i]))
            {
                i++;
            }

            if (i >= text.Length || text[i] != '(')
            {
                return;
            }

            var close = EndOfUser(text, i + 1);
            if (close < text.Length && text[close] == ')')
            {
                AddUser(text, i + 1, close, hits);
            }

            return;
        }

        var to = isUser ? EndOfUser(text, i) : EndOfHost(text, i);
        if (to == i)
        {
            return;
        }

        var next = to < text.Length ? text[to] : (byte)'\n';
        var isPort = next == ':' && to + 1 < text.Length && Ascii.IsDigit(text[to + 1]);
        if (next is (byte)'@' or (byte)'(' or (byte)'=' || (next == '/' && isColon) || (next == ':' && !isPort && isColon))
        {
            return;
        }

        // In prose a colon stands behind such words too.
        if (!isColon || (isEnclosed && next is (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'`') || isPort || next is (byte)'\n' or (byte)'\r' or (byte)',' or (byte)'}' or (byte)']')
        {
            _ = isUser ? AddUser(text, i, to, hits) : AddHost(text, i, to, hits);
        }
    }

    // Names that only a network of one's own has.
    private void FindDomain(ReadOnlySpan<byte> text, int at, int end, List<RedactionHit> hits)
    {
        if (end < text.Length && (Ascii.IsName(text[end]) || text[end] is (byte)'(' or (byte)'@' or >= 0x80) && !(text[end] == '.' && (end + 1 == text.Length || !Ascii.IsName(text[end + 1]))))
        {
            return;
        }

        var start = at;
        while (start > 0 && at - start < MaxName && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'.'))
        {
            start--;
        }

        start += WordStart.Rest(text, start);
        if (start < at && text[start] is (byte)'.' or (byte)'-')
        {
            return;
        }

        // A process at a machine.
        if (start > 0 && text[start - 1] == '@')
        {
            var host = start;
            while (host < at && Ascii.IsDigit(text[host]))
            {
                host++;
            }

            start = host > start && host < at && text[host] == '.' ? host + 1 : start;
        }

        var before = start > 0 ? text[start - 1] : (byte)' ';
        if (start >= at || before == '_' || (before == '/' && (start < 2 || text[start - 2] != '/')) || (before == '\\' && !WordStart.IsEscaped(text, start)) || s_noHosts.Contains(Text(text.Slice(start, at - start))))
        {
            return;
        }

        AddHost(text, start, end, hits);
    }

    private bool AddHost(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        var name = Text(text.Slice(start, end - start));
        if (name.Length < 2 || !name.Any(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) || IPAddress.TryParse(name, out _) || IsStandIn(name) || (name.IndexOf('.') < 0 && (LogWords.Has(name) || IsId(name))))
        {
            return false;
        }

        if (_host(name) is not { } standIn)
        {
            return false;
        }

        hits.Add(new RedactionHit(start, end, RedactionRules.HostName, standIn, Encoding.ASCII.GetBytes(name)));
        return true;
    }

    private bool AddUser(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        var name = Text(text.Slice(start, end - start));
        if (name.Length < 2 || !name.Any(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) || IsStandIn(name) || LogWords.Has(name) || IsId(name) || _user(name) is not { } standIn)
        {
            return false;
        }

        hits.Add(new RedactionHit(start, end, RedactionRules.UserName, standIn, Encoding.ASCII.GetBytes(name)));
        return true;
    }

    // What was replaced before.
    private static bool IsStandIn(string name)
    {
        var digits = name.StartsWith("host-", StringComparison.Ordinal) || name.StartsWith("user-", StringComparison.Ordinal) ? 5 : name.StartsWith("net-", StringComparison.Ordinal) ? 4 : -1;
        return name.StartsWith(Pseudonyms.Prefix, StringComparison.Ordinal)
            || (digits > 0 && name.Length >= digits + Anonymizer.HostDigits && name.Substring(digits, Anonymizer.HostDigits).All(Uri.IsHexDigit));
    }

    // A container's id, a commit, a UUID.
    private static bool IsId(string name) => name.Length >= 12 && name.All(c => Uri.IsHexDigit(c) || c == '-') && name.Any(char.IsDigit);

    private static bool HasMark(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (Ascii.IsDigit(c) || c is (byte)'-' or (byte)'.' or (byte)'_')
            {
                return true;
            }
        }

        return false;
    }

    private static int EndOfHost(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < MaxName && (Ascii.IsAlphanumeric(text[end]) || (end > start && text[end] is (byte)'-' or (byte)'.' or (byte)'_')))
        {
            end++;
        }

        while (end > start && text[end - 1] is (byte)'.' or (byte)'-' or (byte)'_')
        {
            end--;
        }

        return end < text.Length && text[end] >= 0x80 ? start : end;
    }

    private static int EndOfUser(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < MaxUser && (Ascii.IsAlphanumeric(text[end]) || text[end] == '_' || (end > start && text[end] is (byte)'-' or (byte)'.' or (byte)'+')))
        {
            end++;
        }

        while (end > start && text[end - 1] is (byte)'.' or (byte)'-')
        {
            end--;
        }

        return end < text.Length && text[end] >= 0x80 ? start : end;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && Ascii.IsLetter(text[end]) && end - start < MaxKey)
        {
            end++;
        }

        return text.Slice(start, end - start);
    }

    private static bool Parses(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < 16 && (Ascii.IsDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        return IPAddress.TryParse(Text(text.Slice(start, end - start)), out _) && text.Slice(start, end - start).IndexOf((byte)'.') > 0;
    }

    private static bool IsIn(ReadOnlySpan<byte> word, string[] words)
    {
        foreach (var one in words)
        {
            if (one.Length == word.Length && Text(word).Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!Ascii.IsHex(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Last(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.ToArray());
}
