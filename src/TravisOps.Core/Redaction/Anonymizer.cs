using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Takes host names, users, IP and hardware addresses out of text. Each has one stand-in within a case; addresses that were in one network
/// still are, names that shared a domain still do. Ports stay.
/// </summary>
public sealed class Anonymizer : IDisposable
{
    // Logins that every machine has or that this software brings: they tell nothing about anybody.
    private static readonly HashSet<string> s_ordinaryUsers = new(StringComparer.OrdinalIgnoreCase)
    {
        "root", "travis", "ubuntu", "admin", "administrator", "ec2-user", "debian", "centos", "postgres", "rabbitmq", "redis", "docker", "syslog", "nobody", "guest", "daemon", "sync",
        "www-data", "sshd", "git", "user", "test",
    };

    private static readonly HashSet<string> s_ordinaryHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost", "github.com", "api.github.com", "quay.io", "docker.com", "docker.io", "packagecloud.io", "replicated.com", "travis-ci.com", "travis-ci.org", "ubuntu.com", "te-main",
        "platform", "worker", "host", "local", "localdomain", "replicated",
    };

    private readonly object _gate = new();
    private readonly Pseudonyms _pseudonyms;
    private readonly AddressScrambler _scrambler;
    private readonly SortedDictionary<string, (string Rule, byte[] StandIn)> _names = new(StringComparer.Ordinal);
    private Names? _matcher;

    /// <summary>An anonymizer of one case.</summary>
    public Anonymizer(Pseudonyms pseudonyms)
    {
        _pseudonyms = pseudonyms ?? throw new ArgumentNullException(nameof(pseudonyms));
        _scrambler = new AddressScrambler(pseudonyms.Derive("addresses", []));
    }

    /// <summary>Adds a host's name, with or without its domain. Names of public services and localhost are left.</summary>
    public void AddHost(string name)
    {
        name = (name ?? throw new ArgumentNullException(nameof(name))).Trim().TrimEnd('.');
        if (name.Length < 3 || s_ordinaryHosts.Contains(name) || s_ordinaryHosts.Any(host => name.EndsWith("." + host, StringComparison.OrdinalIgnoreCase)) || IPAddress.TryParse(name, out _))
        {
            return;
        }

        Add(name, RedactionRules.HostName, Host(name));
        var dot = name.IndexOf('.');
        if (dot >= 3 && !s_ordinaryHosts.Contains(name.Substring(0, dot)))
        {
            // Its short name, as prompts and logs have it.
            Add(name.Substring(0, dot), RedactionRules.HostName, Host(name.Substring(0, dot)));
        }
    }

    /// <summary>Adds a person's login. Those that every machine has are left.</summary>
    public void AddUser(string name)
    {
        name = (name ?? throw new ArgumentNullException(nameof(name))).Trim();
        if (name.Length >= 3 && !s_ordinaryUsers.Contains(name))
        {
            Add(name, RedactionRules.UserName, "user-" + _pseudonyms.Tag("user", Encoding.UTF8.GetBytes(name.ToLowerInvariant())).Substring(0, 8));
        }
    }

    /// <summary>The name that stands for a host's, whether it was added or not; an address becomes another.</summary>
    public string Host(string name)
    {
        if (IPAddress.TryParse(name, out var address))
        {
            return new IPAddress(_scrambler.Scramble(address.GetAddressBytes())).ToString();
        }

        // Label by label, so that what shared a domain still does.
        var labels = name.Split('.');
        return string.Join(".", labels.Select((label, i) =>
            (i == 0 ? "host-" : "net-") + _pseudonyms.Tag(i == 0 ? "host" : "domain", Encoding.UTF8.GetBytes(label.ToLowerInvariant())).Substring(0, HostDigits)));
    }

    /// <summary>What a host's name begins with.</summary>
    internal static ReadOnlySpan<byte> HostPrefix => "host-"u8;

    /// <summary>How many hexadecimal digits follow it.</summary>
    internal const int HostDigits = 8;

    /// <inheritdoc/>
    public void Dispose() => _scrambler.Dispose();

    internal void Find(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        FindNames(text, hits);
        AddressText.FindIPv4(text, _scrambler, hits);
        AddressText.FindColons(text, _scrambler, _pseudonyms, hits);
    }

    private static bool IsInWord(byte c) => Ascii.IsAlphanumeric(c) || c is (byte)'_' or >= 0x80;

    private void Add(string name, string rule, string standIn)
    {
        lock (_gate)
        {
            var key = name.ToLowerInvariant();
            if (!_names.ContainsKey(key))
            {
                _names.Add(key, (rule, Encoding.ASCII.GetBytes(standIn)));
                _matcher = null;
            }
        }
    }

    private void FindNames(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        Names names;
        lock (_gate)
        {
            names = _matcher ??= new Names([.. _names.Select(one => (Encoding.UTF8.GetBytes(one.Key), one.Value.Rule, one.Value.StandIn))]);
        }

        for (var at = 0; names.Matcher.Next(text, ref at, out var found, out var length); at++)
        {
            var end = at + length;
            if ((at == 0 || !IsInWord(text[at - 1]) || (at > 1 && text[at - 2] == '\\')) && (end == text.Length || !IsInWord(text[end])))
            {
                hits.Add(new RedactionHit(at, end, names.All[found].Rule, names.All[found].StandIn, null));
            }
        }
    }

    private sealed class Names((byte[] Name, string Rule, byte[] StandIn)[] all)
    {
        public (byte[] Name, string Rule, byte[] StandIn)[] All => all;

        public PatternMatcher Matcher { get; } = new([.. all.Select(one => one.Name)]);
    }
}
