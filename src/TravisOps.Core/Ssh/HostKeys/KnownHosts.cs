using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace TravisOps.Ssh;

/// <summary>
/// The host keys that a person trusts, as OpenSSH keeps them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): several files, hashed names,
/// <c>[host]:port</c>, wildcards, negation, <c>@revoked</c> and <c>@cert-authority</c>. Immutable; safe for many threads.
/// </summary>
public sealed class KnownHosts
{
    private readonly List<KnownHostsLine> _lines = [];

    private KnownHosts(IReadOnlyList<string> files) => Files = files;

    /// <summary>The files that were looked at, whether they exist or not.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files that OpenSSH reads without configuration: the user's two and the machine's.</summary>
    public static IReadOnlyList<string> DefaultFiles
    {
        get
        {
            var user = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? [Path.Combine(user, "known_hosts"), Path.Combine(user, "known_hosts2"), Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "ssh", "ssh_known_hosts")]
                : [Path.Combine(user, "known_hosts"), Path.Combine(user, "known_hosts2"), "/etc/ssh/ssh_known_hosts"];
        }
    }

    /// <summary>Knows no host.</summary>
    internal static KnownHosts None { get; } = new([]);

    /// <summary>The files that count for a host: the one that was given for the run, else the inventory's, else <see cref="DefaultFiles"/>. The first is the one to add to.</summary>
    public static IReadOnlyList<string> FilesFor(TravisHost host, SshOptions options) =>
        (options.KnownHostsPath ?? host.KnownHostsPath) is { } file ? [file] : DefaultFiles;

    /// <summary>Reads the files; one that does not exist is empty.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static KnownHosts Load(IReadOnlyList<string> files)
    {
        var known = new KnownHosts(files);
        foreach (var file in files.Where(File.Exists))
        {
            var number = 0;
            foreach (var text in File.ReadLines(file))
            {
                if (KnownHostsLine.Parse(text, file, ++number) is { } line)
                {
                    known._lines.Add(line);
                }
            }
        }

        return known;
    }

    /// <summary>How known_hosts spells a host: its name in lower case, with <c>[ ]:port</c> when the port is not 22.</summary>
    public static string NameOf(string address, int port)
    {
        var name = address.ToLowerInvariant();
        return port == 22 ? name : "[" + name + "]:" + port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Types of the keys that are listed for the host, such as <c>ssh-ed25519</c>, in the order of the files.</summary>
    public IReadOnlyList<string> KeyTypesFor(string address, int port) =>
        LinesFor(address, port).Where(line => line.Marker == KnownHostsMarker.None).Select(line => line.KeyType).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The files that list keys for the host.</summary>
    internal IReadOnlyList<string> FilesThatList(string address, int port) =>
        LinesFor(address, port).Where(line => line.Marker == KnownHostsMarker.None).Select(line => line.File).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>True when a certificate authority is listed for the host.</summary>
    public bool HasAuthorityFor(string address, int port) => LinesFor(address, port).Any(line => line.Marker == KnownHostsMarker.CertAuthority);

    /// <summary>Judges a key that a host presented.</summary>
    /// <param name="address">What was connected to.</param>
    /// <param name="port">The port.</param>
    /// <param name="keyType">The type inside the key, such as <c>ssh-rsa</c>, whatever the signature's algorithm.</param>
    /// <param name="key">The key in SSH's wire format (RFC 4253, 6.6).</param>
    public HostKeyVerdict Check(string address, int port, string keyType, byte[] key)
    {
        if (Revocation(address, port, key) is { } revoked)
        {
            return Verdict(HostKeyStatus.Revoked, revoked);
        }

        var verdict = CheckListed(NameOf(address, port), keyType, key);
        if (verdict.Status == HostKeyStatus.Unknown && port != 22)
        {
            // OpenSSH takes the plain name's key for another port too, but never its absence or difference.
            var plain = CheckListed(NameOf(address, 22), keyType, key);
            return plain.Status == HostKeyStatus.Trusted ? plain : verdict;
        }

        return verdict;
    }

    /// <summary>Judges a host certificate (PROTOCOL.certkeys of OpenSSH) whose signature and time were found good already; the key in it is judged when no listed authority vouches for it.</summary>
    internal HostKeyVerdict CheckCertificate(string address, int port, string keyType, byte[] key, HostCertificate certificate)
    {
        var revoked = Revocation(address, port, key) ?? Revocation(address, port, certificate.AuthorityKey);
        if (revoked is not null)
        {
            return Verdict(HostKeyStatus.Revoked, revoked);
        }

        var authority = LinesFor(address, port).FirstOrDefault(line => line.Marker == KnownHostsMarker.CertAuthority && line.HasKey(certificate.AuthorityKey));
        if (authority is null)
        {
            return Check(address, port, keyType, key);
        }

        var problem = certificate.ProblemFor(address);
        return problem is null
            ? Verdict(HostKeyStatus.Trusted, authority)
            : Check(address, port, keyType, key) with { CertificateProblem = problem };
    }

    private HostKeyVerdict CheckListed(string name, string keyType, byte[] key)
    {
        KnownHostsLine? other = null;
        foreach (var line in _lines)
        {
            if (line.Marker == KnownHostsMarker.None && line.KeyType == keyType && line.IsFor(name))
            {
                if (line.HasKey(key))
                {
                    return Verdict(HostKeyStatus.Trusted, line);
                }

                other ??= line;
            }
        }

        return other is null ? new HostKeyVerdict { Status = HostKeyStatus.Unknown } : Verdict(HostKeyStatus.Changed, other);
    }

    private List<KnownHostsLine> LinesFor(string address, int port)
    {
        var name = NameOf(address, port);
        return _lines.FindAll(line => line.IsFor(name));
    }

    private KnownHostsLine? Revocation(string address, int port, byte[] key) =>
        _lines.Find(line => line.Marker == KnownHostsMarker.Revoked && line.HasKey(key) && (line.IsFor(NameOf(address, port)) || line.IsFor(NameOf(address, 22))));

    private static HostKeyVerdict Verdict(HostKeyStatus status, KnownHostsLine line) =>
        new() { Status = status, File = line.File, Line = line.Number, KnownFingerprint = HostKeyFingerprint.Of(line.Key) };
}
