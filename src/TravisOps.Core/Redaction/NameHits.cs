using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Takes the names that were found by what stands around them.</summary>
/// <param name="host">What stands for a machine's name; null for one that is left.</param>
/// <param name="user">What stands for a person's; null for one that is left.</param>
internal sealed class NameHits(Func<string, byte[]?> host, Func<string, byte[]?> user)
{
    /// <summary>What stands for a machine's name; null for one that is left.</summary>
    public byte[]? HostStandIn(string name) => host(name);

    /// <summary>Adds a machine's name, unless it is none or is left.</summary>
    public bool AddHost(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        var name = NameText.Text(text.Slice(start, end - start));
        if (name.Length < 2 || !name.Any(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) || IPAddress.TryParse(name, out _) || IsStandIn(name) || (name.IndexOf('.') < 0 && (LogWords.Has(name) || IsId(name))))
        {
            return false;
        }

        if (host(name) is not { } standIn)
        {
            return false;
        }

        hits.Add(new RedactionHit(start, end, RedactionRules.HostName, standIn, Encoding.ASCII.GetBytes(name)));
        return true;
    }

    /// <summary>Adds a person's name, unless it is none or is left.</summary>
    public bool AddUser(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        var name = NameText.Text(text.Slice(start, end - start));
        if (name.Length < 2 || !name.Any(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) || IsStandIn(name) || LogWords.Has(name) || IsId(name) || user(name) is not { } standIn)
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
}
