using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Finds names behind <c>user=</c>, <c>"host":</c> and the like.</summary>
internal sealed class AssignedNames(NameHits names)
{
    private static readonly HashSet<string> s_userKeys = new(StringComparer.OrdinalIgnoreCase) { "user", "username", "login", "uid", "ruser", "logname", "acct" };

    private static readonly HashSet<string> s_hostKeys = new(StringComparer.OrdinalIgnoreCase) { "host", "hostname", "node", "nodename", "server", "servername", "peer", "rhost" };

    /// <summary>user=U, "host": "H", uid=1000(U).</summary>
    public void FindKey(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        int start = at, end = at;
        while (start > 0 && at - start < NameText.MaxKey && Ascii.IsName(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && end - at < NameText.MaxKey && Ascii.IsName(text[end]))
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

        var word = NameText.Text(key.Slice(dot + 1));
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

            var close = NameText.EndOfUser(text, i + 1);
            if (close < text.Length && text[close] == ')')
            {
                names.AddUser(text, i + 1, close, hits);
            }

            return;
        }

        var to = isUser ? NameText.EndOfUser(text, i) : NameText.EndOfHost(text, i);
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
            _ = isUser ? names.AddUser(text, i, to, hits) : names.AddHost(text, i, to, hits);
        }
    }
}
