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
        "www-data", "sshd", "git", "user", "test", "backup", "bin", "sys", "games", "man", "lp", "mail", "news", "uucp", "proxy", "list", "irc", "gnats", "_apt", "systemd+", "systemd-network", "systemd-resolve",
        "systemd-timesync", "messagebus", "message+", "mysql", "nginx", "elasticsearch", "memcache", "memcached", "ntp", "landscape", "pollinate", "colord", "libuuid", "dnsmasq", "tcpdump", "tss", "uuidd", "avahi", "rtkit", "sidekiq",
        "vagrant", "runner", "deploy", "builder", "nagios", "statd", "rpc", "haproxy", "consul", "vault", "ftp", "anonymous", "noreply", "no-reply", "support", "info", "hostmaster", "postmaster", "webmaster", "enterprise", "replicated",
        "debian-exim", "debian-+", "containerd", "polkitd", "chrony", "_chrony", "systemd-oom", "oracle", "openssh", "unknown", "all users", "public", "default", "system", "worker",
    };

    // Public services: they and what is under them are everybody's.
    private static readonly HashSet<string> s_publicDomains = new(StringComparer.OrdinalIgnoreCase)
    {
        "github.com", "quay.io", "docker.com", "docker.io", "packagecloud.io", "replicated.com", "travis-ci.com", "travis-ci.org", "ubuntu.com", "debian.org", "canonical.com", "launchpad.net",
        "github.io", "githubusercontent.com", "gitlab.com", "bitbucket.org", "google.com", "googleapis.com", "gnu.org", "apache.org", "golang.org", "w3.org", "kernel.org", "python.org", "rubygems.org", "npmjs.org", "nodejs.org",
        "mozilla.org", "letsencrypt.org", "postgresql.org", "rabbitmq.com", "redis.io", "nginx.org", "nginx.com", "openssl.org", "freedesktop.org", "ietf.org", "erlang.org", "json-schema.org", "docker.internal", "openssh.com", "libssh.org",
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
    private readonly ConcurrentDictionary<(bool IsUser, string Name), string> _met = new();
    private readonly ContextNames _context;
    private AnonymizedNames? _finder;

    /// <summary>An anonymizer of one case.</summary>
    public Anonymizer(Pseudonyms pseudonyms)
    {
        _context = new ContextNames(MetHost, MetUser);
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
        if (shortName.Length >= least && !s_ordinaryHosts.Contains(shortName) && (isOwn || !LogWords.Has(shortName)))
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

    /// <summary>How many names are looked for everywhere.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>A name that was found by what stands around it. It is looked for elsewhere from <see cref="Commit"/> on, so that the order in which files come does not matter.</summary>
    internal void Learn(byte[] value, string rule)
    {
        const int Shortest = 4;
        const int Most = 50_000;
        var name = Encoding.UTF8.GetString(value);
        if (name.Length >= Shortest && !LogWords.Has(name) && rule is RedactionRules.HostName or RedactionRules.UserName && _met.Count < Most)
        {
            _met.TryAdd((rule == RedactionRules.UserName, name.ToLowerInvariant()), name);
        }
    }

    /// <summary>Learns the names in a text.</summary>
    internal void LearnFrom(string text)
    {
        var hits = new List<RedactionHit>();
        _context.Find(Encoding.UTF8.GetBytes(text), hits);
        foreach (var hit in hits.Where(hit => hit.Value is not null))
        {
            Learn(hit.Value!, hit.Rule);
        }
    }

    /// <summary>From now on what was learnt is looked for everywhere.</summary>
    internal void Commit()
    {
        // A name of both is a machine's.
        foreach (var one in _met.Keys.OrderBy(one => one.IsUser).ThenBy(one => one.Name, StringComparer.Ordinal).ToList())
        {
            if (one.IsUser)
            {
                AddUser(one.Name);
                continue;
            }

            if (MetHost(one.Name) is { } standIn)
            {
                Add(one.Name, RedactionRules.HostName, Encoding.ASCII.GetString(standIn));

                // As prompts and logs have it; a word may be anything.
                var dot = one.Name.IndexOf('.');
                if (dot > 3 && one.Name.Substring(0, dot) is var label && label.Any(char.IsDigit) && label.Any(char.IsLetter) && !s_ordinaryHosts.Contains(label) && !LogWords.Has(label))
                {
                    Add(label, RedactionRules.HostName, Host(label));
                }
            }
        }
    }

    /// <summary>What stands for the installation's name.</summary>
    internal string Installation(string name) => "installation-" + Tag("installation", name);

    /// <summary>What stands for the fingerprint of a key.</summary>
    internal string Fingerprint(string fingerprint) => "SHA256:" + Tag("fingerprint", fingerprint);

    /// <summary>Adds the known names alone: all that is looked for where everything else was replaced before.</summary>
    internal void FindKnown(ReadOnlySpan<byte> text, List<RedactionHit> hits) => Finder().Find(text, hits);

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
        // What stands around a name comes first: of two hits in one place the first one counts, and what is known may depend on what came before.
        _context.Find(text, hits);
        Finder().Find(text, hits);
        FindFingerprints(text, hits);
        if (!hasVersions)
        {
            AddressText.FindIPv4(text, _scrambler, hits);
        }

        AddressText.FindDashed(text, _scrambler, hits);
        AddressText.FindColons(text, _scrambler, _pseudonyms, hits);
        HardwareAddressText.Find(text, _pseudonyms, hits);
    }

    // SHA256: and 43 characters of base64, as OpenSSH writes it; a digest has 64 digits.
    private void FindFingerprints(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        const int Length = 43;
        for (int at = 0, step; at < text.Length && (step = text.Slice(at).IndexOf("SHA256:"u8)) >= 0;)
        {
            at += step;
            var start = at + 7;
            var end = start;
            while (end < text.Length && Ascii.IsPlainBase64(text[end]) && end - start <= Length)
            {
                end++;
            }

            if (end - start == Length)
            {
                hits.Add(new RedactionHit(at, end, RedactionRules.KeyFingerprint, Encoding.ASCII.GetBytes(Fingerprint(Encoding.ASCII.GetString(text.Slice(at, end - at).ToArray()))), null));
            }

            at = end;
        }
    }

    private AnonymizedNames Finder()
    {
        lock (_gate)
        {
            return _finder ??= new AnonymizedNames([.. _names.Values], HostStandIn, UserStandIn);
        }
    }

    // What stands for a name that was not told: the same whatever else is known, but for those that were before anything was read.
    private byte[]? MetHost(string name)
    {
        if (s_ordinaryHosts.Contains(name) || IsPublic(name))
        {
            return null;
        }

        lock (_gate)
        {
            if (_names.TryGetValue(name.ToLowerInvariant(), out var known) && known.Rule == RedactionRules.HostName)
            {
                return known.StandIn;
            }
        }

        // Its address goes, and what kind of name it is may stay.
        if (name.StartsWith("ip-", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".internal", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // What stands behind an @ is a domain as often as a machine.
        return Cached(name, text => text.Count(c => c == '.') == 1 ? Domain(text) : Host(text));
    }

    private byte[]? MetUser(string name) => UserStandIn(name);

    private static bool IsPublic(string name) => s_publicDomains.Contains(name) || s_publicDomains.Any(domain => name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    private string HostLabel(string label) => "host-" + Tag("host", label);

    private string Domain(string name) => string.Join(".", name.Split('.').Select(label => "net-" + Tag("domain", label)));

    private string User(string name) => "user-" + Tag("user", name);

    private string Tag(string kind, string label) => _pseudonyms.Tag(kind, Encoding.UTF8.GetBytes(label.ToLowerInvariant())).Substring(0, HostDigits);

    private byte[] HostStandIn(string name) => Cached("." + name, _ => Host(name));

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
