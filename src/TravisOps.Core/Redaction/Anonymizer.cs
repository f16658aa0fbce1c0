using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Takes host names, users, IP and hardware addresses out of text. Each has one stand-in within a case; addresses that were in one network
/// still are, names that shared a domain still do. Of a domain that a known host is in, every other name and mail address goes too. Ports stay.
/// </summary>
public sealed class Anonymizer : IDisposable
{
    private const int MaxCached = 10_000;

    // Logins that every machine has or that this software brings: they tell nothing about anybody.
    private static readonly HashSet<string> s_ordinaryUsers = new(StringComparer.OrdinalIgnoreCase)
    {
        "root", "travis", "ubuntu", "admin", "administrator", "ec2-user", "debian", "centos", "postgres", "rabbitmq", "redis", "docker", "syslog", "nobody", "guest", "daemon", "sync",
        "www-data", "sshd", "git", "user", "test",
    };

    // Public services: they and what is under them are everybody's.
    private static readonly HashSet<string> s_publicDomains = new(StringComparer.OrdinalIgnoreCase)
    {
        "github.com", "quay.io", "docker.com", "docker.io", "packagecloud.io", "replicated.com", "travis-ci.com", "travis-ci.org", "ubuntu.com", "debian.org",
    };

    // Words that a machine may be called by, and that say what it is and not whose: they stand everywhere in logs and settings.
    private static readonly HashSet<string> s_ordinaryHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost", "localhost.localdomain", "te-main", "platform", "worker", "host", "local", "localdomain", "replicated", "travis", "travis-worker", "travis-enterprise", "docker", "github", "gitlab",
        "rabbitmq", "postgres", "redis", "registry", "build", "api", "www",
    };

    private readonly object _gate = new();
    private readonly Pseudonyms _pseudonyms;
    private readonly AddressScrambler _scrambler;
    private readonly SortedDictionary<string, Name> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _standIns = new(StringComparer.Ordinal);
    private AnonymizedNames? _finder;

    /// <summary>An anonymizer of one case.</summary>
    public Anonymizer(Pseudonyms pseudonyms)
    {
        _pseudonyms = pseudonyms ?? throw new ArgumentNullException(nameof(pseudonyms));
        _scrambler = new AddressScrambler(pseudonyms.Derive("addresses", []));
    }

    /// <summary>Adds a host's name, with or without its domain, and that domain. Names of public services and words that say only what a host is are left.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isOwn">It is one of the installation's: a short name of two letters goes as well, which from a configuration may be anything.</param>
    public void AddHost(string name, bool isOwn = true)
    {
        name = (name ?? throw new ArgumentNullException(nameof(name))).Trim().TrimEnd('.');
        if (s_ordinaryHosts.Contains(name) || IsPublic(name) || IPAddress.TryParse(name, out _))
        {
            return;
        }

        var least = isOwn ? AnonymizedNames.Shortest : AnonymizedNames.ShortestPlain;
        if (name.Length >= least)
        {
            Add(name, RedactionRules.HostName, Host(name));
        }

        var dot = name.IndexOf('.');
        if (dot < 0)
        {
            return;
        }

        AddDomain(name.Substring(dot + 1));
        var shortName = name.Substring(0, dot);
        if (shortName.Length >= least && !s_ordinaryHosts.Contains(shortName))
        {
            // As prompts and logs have it.
            Add(shortName, RedactionRules.HostName, Host(shortName));
        }
    }

    /// <summary>Adds a domain, with all names in it. One of a single label is a word, or everybody's, and public services are left.</summary>
    public void AddDomain(string name)
    {
        name = (name ?? throw new ArgumentNullException(nameof(name))).Trim().Trim('.');
        if (name.IndexOf('.') > 0 && !s_ordinaryHosts.Contains(name) && !IsPublic(name) && !IPAddress.TryParse(name, out _))
        {
            Add(name, RedactionRules.HostName, Domain(name));
        }
    }

    /// <summary>Adds a person's login. Those that every machine has are left.</summary>
    public void AddUser(string name)
    {
        name = (name ?? throw new ArgumentNullException(nameof(name))).Trim();
        if (name.Length >= AnonymizedNames.ShortestPlain && !s_ordinaryUsers.Contains(name))
        {
            Add(name, RedactionRules.UserName, User(name));
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
        var dot = name.IndexOf('.');
        return dot < 0 ? HostLabel(name) : $"{HostLabel(name.Substring(0, dot))}.{Domain(name.Substring(dot + 1))}";
    }

    /// <summary>What a host's name begins with.</summary>
    internal static ReadOnlySpan<byte> HostPrefix => "host-"u8;

    /// <summary>What each label of a domain begins with.</summary>
    internal static ReadOnlySpan<byte> DomainPrefix => "net-"u8;

    /// <summary>How many hexadecimal digits follow it.</summary>
    internal const int HostDigits = 8;

    /// <inheritdoc/>
    public void Dispose() => _scrambler.Dispose();

    /// <summary>Adds what has to go.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasVersions">It is a list of packages, whose versions are no addresses.</param>
    /// <param name="hits">Gets the places.</param>
    internal void Find(ReadOnlySpan<byte> text, bool hasVersions, List<RedactionHit> hits)
    {
        AnonymizedNames names;
        lock (_gate)
        {
            names = _finder ??= new AnonymizedNames([.. _names.Values], HostStandIn, UserStandIn);
        }

        names.Find(text, hits);
        if (!hasVersions)
        {
            AddressText.FindIPv4(text, _scrambler, hits);
        }

        AddressText.FindDashed(text, _scrambler, hits);
        AddressText.FindColons(text, _scrambler, _pseudonyms, hits);
        HardwareAddressText.Find(text, _pseudonyms, hits);
    }

    private static bool IsPublic(string name) => s_publicDomains.Contains(name) || s_publicDomains.Any(domain => name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    private string HostLabel(string label) => "host-" + Tag("host", label);

    private string Domain(string name) => string.Join(".", name.Split('.').Select(label => "net-" + Tag("domain", label)));

    private string User(string name) => "user-" + Tag("user", name);

    private string Tag(string kind, string label) => _pseudonyms.Tag(kind, Encoding.UTF8.GetBytes(label.ToLowerInvariant())).Substring(0, HostDigits);

    private byte[] HostStandIn(string name) => Cached(name, Host);

    private byte[]? UserStandIn(string name) => s_ordinaryUsers.Contains(name) ? null : Cached("@" + name, _ => User(name));

    // Logs repeat themselves.
    private byte[] Cached(string key, Func<string, string> make)
    {
        if (!_standIns.TryGetValue(key, out var standIn))
        {
            standIn = Encoding.ASCII.GetBytes(make(key));
            if (_standIns.Count < MaxCached)
            {
                _standIns.TryAdd(key, standIn);
            }
        }

        return standIn;
    }

    private void Add(string name, string rule, string standIn)
    {
        lock (_gate)
        {
            var key = name.ToLowerInvariant();
            if (!_names.ContainsKey(key))
            {
                _names.Add(key, new Name(Encoding.UTF8.GetBytes(key), rule, Encoding.ASCII.GetBytes(standIn)));
                _finder = null;
            }
        }
    }

    /// <summary>A name to be found.</summary>
    internal sealed record Name(byte[] Text, string Rule, byte[] StandIn)
    {
        /// <summary>It is in a domain, or is one: what stands before it with a dot belongs to it.</summary>
        public bool IsDotted { get; } = Array.IndexOf(Text, (byte)'.') >= 0 && Rule == RedactionRules.HostName;

        /// <summary>A word in capitals could be this name, such as the first of a variable's.</summary>
        public bool IsWord { get; } = !Text.Any(Ascii.IsDigit);
    }
}
