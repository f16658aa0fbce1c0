using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Redaction;

/// <summary>Finds names around signs: mail addresses, <c>rabbit@HOST</c>, the <c>@PID.HOST</c> of a worker's id, and <c>DOMAIN\user</c>.</summary>
internal sealed class SignNames(NameHits names)
{
    // An @ stands before them too.
    private static readonly HashSet<string> s_noDomains = new(StringComparer.OrdinalIgnoreCase)
    {
        "js", "ts", "rb", "py", "go", "sh", "pl", "java", "class", "json", "yml", "yaml", "xml", "conf", "cfg", "ini", "log", "txt", "md", "html", "css", "png", "svg", "gz", "tgz", "tar", "zip", "bz", "xz", "lock", "service", "socket", "slice",
        "scope", "target", "mount", "timer", "device", "path", "swap", "so", "exe", "dll", "pid", "sock", "pem", "crt", "key", "db", "sql", "rpm", "deb", "jar", "war",
    };

    /// <summary>Mail addresses, rabbit@HOST, and @PID.HOST of a worker's id.</summary>
    public void FindSigns(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (int at = 0, step; at < text.Length && (step = text.Slice(at).IndexOf((byte)'@')) >= 0; at++)
        {
            at += step;
            var start = at;
            while (start > 0 && at - start < NameText.MaxUser && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'%'))
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
                var behind = NameText.EndOfHost(text, host);
                if (behind > host && Ascii.IsLetter(text[host]) && !s_noDomains.Contains(NameText.Last(NameText.Text(text.Slice(host, behind - host)))))
                {
                    names.AddHost(text, host, behind, hits);
                }

                continue;
            }

            host = at + 1;
            var end = NameText.EndOfHost(text, host);
            if (end <= host)
            {
                continue;
            }

            var name = NameText.Text(text.Slice(host, end - host));
            if (name.IndexOf('.') < 0)
            {
                if (local.SequenceEqual("rabbit"u8) || local.SequenceEqual("rabbitmq"u8))
                {
                    names.AddHost(text, host, end, hits);
                }

                continue;
            }

            var last = NameText.Last(name);
            if (last.Length >= 2 && last.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) && !s_noDomains.Contains(last))
            {
                names.AddHost(text, host, end, hits);
                names.AddUser(text, start, at, hits);
            }
        }
    }

    /// <summary>CORP\judy. A letter that makes a line break or a tab of the backslash is taken for that.</summary>
    public void FindAccounts(ReadOnlySpan<byte> text, List<RedactionHit> hits)
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
            var end = NameText.EndOfUser(text, user);
            var isEscape = (text[user] == 'u' && end - user >= 5 && NameText.IsHex(text.Slice(user + 1, 4))) || (text[user] == 'x' && end - user >= 3 && NameText.IsHex(text.Slice(user + 1, 2)));
            var domain = NameText.Text(text.Slice(start, at - start));
            if (end - user >= 3 && !isEscape && !LogWords.Has(domain) && !domain.StartsWith("HK", StringComparison.Ordinal) && !(end < text.Length && text[end] is (byte)'\\' or (byte)'('))
            {
                if (names.AddUser(text, user, end, hits) && names.HostStandIn(domain) is { } standIn)
                {
                    hits.Add(new RedactionHit(start, at, RedactionRules.HostName, standIn, null));
                }
            }
        }
    }
}
