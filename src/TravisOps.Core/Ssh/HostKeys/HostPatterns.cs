using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>The hosts field of a known_hosts line: a comma list of patterns with <c>*</c>, <c>?</c> and <c>!</c>, or one hashed name.</summary>
internal sealed class HostPatterns
{
    private const string HashPrefix = "|1|";

    private readonly byte[]? _salt;
    private readonly byte[]? _hash;
    private readonly IReadOnlyList<string> _patterns = [];

    private HostPatterns(byte[] salt, byte[] hash)
    {
        _salt = salt;
        _hash = hash;
    }

    private HostPatterns(IReadOnlyList<string> patterns) => _patterns = patterns;

    /// <summary>Reads the field; null when it is empty or a hashed name that can't be read.</summary>
    public static HostPatterns? Parse(string field)
    {
        if (field.Length == 0)
        {
            return null;
        }

        if (field[0] != '|')
        {
            return new HostPatterns(field.ToLowerInvariant().Split([','], StringSplitOptions.RemoveEmptyEntries));
        }

        var parts = field.Split('|');
        if (!field.StartsWith(HashPrefix, StringComparison.Ordinal) || parts.Length != 4)
        {
            return null;
        }

        try
        {
            return new HostPatterns(Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>True when the name matches a pattern and no negated one.</summary>
    public bool Match(string name)
    {
        if (_salt is not null)
        {
            return MatchHash(name);
        }

        var matched = false;
        foreach (var pattern in _patterns)
        {
            var negated = pattern[0] == '!';
            if (Wildcards.Match(negated ? pattern.Substring(1) : pattern, name))
            {
                if (negated)
                {
                    return false;
                }

                matched = true;
            }
        }

        return matched;
    }

    private bool MatchHash(string name)
    {
        // The format is HMAC-SHA1 by definition (ssh-keygen -H); it hides names and protects nothing else.
#pragma warning disable CA5350
        using var hmac = new HMACSHA1(_salt!);
#pragma warning restore CA5350
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(name)).AsSpan().SequenceEqual(_hash!);
    }
}
