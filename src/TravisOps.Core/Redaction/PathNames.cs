using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Finds names that are part of a longer one: machines in URIs and in the domains that a network has for itself, people in home folders.</summary>
internal sealed class PathNames(NameHits names)
{
    // First labels in front of .local and the like that make a file or a setting of it.
    private static readonly HashSet<string> s_noHosts = new(StringComparer.OrdinalIgnoreCase) { "rc", "env", "localhost", "host", "docker", "config", "settings", "git", "gateway", "metadata", "database", "production", "development", "test" };

    public void FindUri(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
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
        end = NameText.EndOfHost(text.Slice(0, end), host);
        if (end > host)
        {
            names.AddHost(text, host, end, hits);
        }
    }

    public void FindHome(ReadOnlySpan<byte> text, int at, int start, List<RedactionHit> hits)
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

        var end = NameText.EndOfUser(text, start);
        if (end > start && !(text[at] == '\\' && LogWords.Has(NameText.Text(text.Slice(start, end - start)))))
        {
            names.AddUser(text, start, end, hits);
        }
    }

    /// <summary>Names that only a network of one's own has.</summary>
    public void FindDomain(ReadOnlySpan<byte> text, int at, int end, List<RedactionHit> hits)
    {
        if (end < text.Length && (Ascii.IsName(text[end]) || text[end] is (byte)'(' or (byte)'@' or >= 0x80) && !(text[end] == '.' && (end + 1 == text.Length || !Ascii.IsName(text[end + 1]))))
        {
            return;
        }

        var start = at;
        while (start > 0 && at - start < NameText.MaxName && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'.'))
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
        if (start >= at || before == '_' || (before == '/' && (start < 2 || text[start - 2] != '/')) || (before == '\\' && !WordStart.IsEscaped(text, start)) || s_noHosts.Contains(NameText.Text(text.Slice(start, at - start))))
        {
            return;
        }

        names.AddHost(text, start, end, hits);
    }
}
