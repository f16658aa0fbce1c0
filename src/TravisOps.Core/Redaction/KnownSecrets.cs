using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>The secrets that are known by their values: given, or met beside a secret-like name in some file. Safe for several threads.</summary>
public sealed class KnownSecrets
{
    // Least bytes of a value that a log told.
    private const int MinMetLength = 8;

    private readonly object _gate = new();
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exempt = new(StringComparer.OrdinalIgnoreCase);
    private KnownSecretScanner? _scanner;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _values.Count;
            }
        }
    }

    /// <summary>Adds a secret.</summary>
    /// <param name="value">Its value.</param>
    /// <returns>False when it is too short or too common to be looked for everywhere (<c>travis</c>, <c>guest</c>, five characters and less): such a one goes only where a rule finds it.</returns>
    public bool Add(string value) => Add(Encoding.UTF8.GetBytes(value ?? throw new ArgumentNullException(nameof(value))));

    /// <summary>A value that is no secret although it stands beside a secret-like name somewhere: a host's name, a login.</summary>
    public void Exempt(string value)
    {
        lock (_gate)
        {
            _exempt.Add(value);
        }
    }

    /// <summary>Adds the secrets that the patterns find in a configuration file or a command's answer.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="isConfiguration">It is a configuration, where a word beside <c>password:</c> is a password; in other output it may be prose.</param>
    public void AddFrom(string text, bool isConfiguration = true) => AddFrom(Encoding.UTF8.GetBytes(text ?? throw new ArgumentNullException(nameof(text))), isConfiguration);

    internal void AddFrom(byte[] text, bool isConfiguration)
    {
        var hits = new PatternHits();
        SecretPatterns.Find(text, hits);
        foreach (var hit in hits)
        {
            if (hit.IsLearnt)
            {
                AddFound(hit.Value!, isConfiguration);
            }
        }
    }

    /// <summary>Adds a value that a pattern found. In a log a short one and one with blanks in it is too often a word of prose.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isConfiguration">It stood in a configuration, where a word beside <c>password:</c> is a password; in a log it may be prose.</param>
    internal bool AddFound(byte[] value, bool isConfiguration)
    {
        if (isConfiguration)
        {
            return Add(value);
        }

        if (value.Length < MinMetLength || Array.IndexOf(value, (byte)' ') >= 0)
        {
            return false;
        }

        bool digit = false, upper = false, lower = false, other = false;
        foreach (var c in value)
        {
            digit |= Ascii.IsDigit(c);
            upper |= c is >= (byte)'A' and <= (byte)'Z';
            lower |= c is >= (byte)'a' and <= (byte)'z';
            other |= !Ascii.IsAlphanumeric(c);
        }

        var classes = (digit ? 1 : 0) + (upper ? 1 : 0) + (lower ? 1 : 0) + (other ? 1 : 0);
        return (classes > 1 || value.Length >= 20) && Add(value);
    }

    internal bool Add(byte[] value)
    {
        if (!PlainValues.IsParticular(value))
        {
            return false;
        }

        lock (_gate)
        {
            var text = Encoding.UTF8.GetString(value);
            if (_exempt.Contains(text))
            {
                return false;
            }

            var key = Convert.ToBase64String(value);
            var before = _values.Count;
            _values[key] = value;
            if (_values.Count != before)
            {
                _scanner = null;
            }

            return true;
        }
    }

    /// <summary>What looks for them, as they are now.</summary>
    internal KnownSecretScanner Scanner()
    {
        lock (_gate)
        {
            // In order of their bytes: what was met first must not matter.
            return _scanner ??= new KnownSecretScanner([.. _values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)]);
        }
    }
}
