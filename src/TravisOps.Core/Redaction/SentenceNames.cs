using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Finds people in what sshd, sudo and PAM say of them.</summary>
internal sealed class SentenceNames(NameHits names)
{
    // How sshd says what somebody logs in with.
    private static readonly string[] s_beforeFor = ["password", "publickey", "keyboard-interactive/pam", "keyboard-interactive", "none", "gssapi-with-mic", "hostbased", "certificate", "exceeded", "login", "logon"];

    private static readonly string[] s_beforeUser = ["for", "of", "by", "from", "authenticating", "nvalid", "as"];

    private static readonly string[] s_behindUser = ["by", "from", "on", "at", "via", "failed", "logged", "has", "was", "is", "not", "and", "to", "in", "with"];

    /// <summary>Accepted publickey for U from, Failed password for invalid user U from.</summary>
    public void FindFor(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        var before = at;
        while (before > 0 && at - before < NameText.MaxKey && !Ascii.IsSpace(text[before - 1]))
        {
            before--;
        }

        if (text.Slice(start).StartsWith("invalid user "u8))
        {
            return;
        }

        var end = NameText.EndOfUser(text, start);
        if (end > start && text.Slice(end).StartsWith(" from "u8)
            && (NameText.IsIn(text.Slice(before, at - before), s_beforeFor) || (end + 6 < text.Length && Ascii.IsDigit(text[end + 6]) && NameText.Parses(text, end + 6))))
        {
            names.AddUser(text, start, end, hits);
        }
    }

    public void FindUser(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
    {
        var before = at;
        while (before > 0 && at - before < NameText.MaxKey && Ascii.IsLetter(text[before - 1]))
        {
            before--;
        }

        var word = text.Slice(before, at - before);
        var isInvalid = Ascii.StartsWithIgnoreCase(word, "invalid"u8) && word.Length == 7;
        if (!isInvalid && !NameText.IsIn(word, s_beforeUser))
        {
            return;
        }

        var quote = start;
        while (quote < text.Length && (text[quote] == '\\' || Ascii.IsQuote(text[quote])))
        {
            quote++;
        }

        var end = NameText.EndOfUser(text, quote);
        if (end == quote)
        {
            return;
        }

        var next = end < text.Length ? text[end] : (byte)'\n';
        if (isInvalid || quote > start || NameText.HasMark(text.Slice(quote, end - quote)) || next is (byte)'\n' or (byte)'\r' or (byte)'(' or (byte)',' or (byte)'.' or (byte)';' or (byte)':' or (byte)')' or (byte)'[' or (byte)'"' or (byte)'\\'
            || (next == ' ' && end + 1 < text.Length && (Ascii.IsDigit(text[end + 1]) || NameText.IsIn(NameText.Word(text, end + 1), s_behindUser))))
        {
            names.AddUser(text, quote, end, hits);
        }
    }

    /// <summary>sudo:     dave : TTY=</summary>
    public void FindSudo(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
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
        var end = NameText.EndOfUser(text, start);
        if (end > start && text.Slice(end).StartsWith(" : "u8))
        {
            names.AddUser(text, start, end, hits);
        }
    }
}
