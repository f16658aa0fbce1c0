using System;
using System.Collections.Generic;
using System.Linq;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace TravisOps.Ssh;

/// <summary>
/// Decides on the host key of one connection: which types are offered before it, and yes or no when it comes. The answer is given
/// on the library's listener thread, so it only looks things up; nobody is asked.
/// </summary>
internal sealed class HostKeyGate
{
    private const string CertificateSuffix = "-cert-v01@openssh.com";

    /// <summary>The kinds of keys that a host can have, each with the algorithms to ask for it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Kinds { get; } = [["ssh-ed25519"], ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"], ["rsa-sha2-512", "rsa-sha2-256"]];

    private static readonly string[] PlainAlgorithms = [.. Kinds.SelectMany(kind => kind)];

    private readonly KnownHosts _known;
    private readonly string _address;
    private readonly int _port;
    private readonly HostKeyFailures _failures;

    /// <summary>Lets in what known_hosts trusts.</summary>
    public HostKeyGate(KnownHosts known, TravisHost host, SshOptions options)
        : this(known, host, options, null)
    {
    }

    private HostKeyGate(KnownHosts known, TravisHost host, SshOptions options, IReadOnlyList<string>? algorithms)
    {
        var (address, port) = (host.Address, host.Port);
        _known = known;
        _address = address;
        _port = port;
        _failures = new HostKeyFailures(host, options);
        KnownTypes = known.KeyTypesFor(address, port);
        Algorithms = algorithms ?? Offer(KnownTypes, known.HasAuthorityFor(address, port));
    }

    /// <summary>Lets nobody in and keeps the key.</summary>
    public static HostKeyGate Closed(TravisHost host, SshOptions options, IReadOnlyList<string> algorithms) => new(KnownHosts.None, host, options, algorithms);

    /// <summary>Types listed for the host; empty when it is unknown.</summary>
    public IReadOnlyList<string> KnownTypes { get; }

    /// <summary>Host-key algorithms to offer, best first.</summary>
    public IReadOnlyList<string> Algorithms { get; }

    /// <summary>Those of them that list a key for the host.</summary>
    public IReadOnlyList<string> KnownFiles => _known.FilesThatList(_address, _port);

    /// <summary>The key that came; null before.</summary>
    public ScannedHostKey? Key { get; private set; }

    /// <summary>What was decided; null before.</summary>
    public HostKeyVerdict? Verdict { get; private set; }

    /// <summary>Judges the key and answers the library.</summary>
    public void Decide(HostKeyEventArgs args)
    {
        var type = TypeOf(args.HostKeyName);
        Key = new ScannedHostKey(type, args.HostKey);
        Verdict = args.Certificate is { } certificate
            ? _known.CheckCertificate(_address, _port, type, args.HostKey, Describe(certificate))
            : _known.Check(_address, _port, type, args.HostKey);
        args.CanTrust = Verdict.Status == HostKeyStatus.Trusted;
    }

    /// <summary>The error for a connection that <see cref="Decide"/> ended.</summary>
    public HostException Refused(Exception error) => _failures.Explain(Key!, Verdict!, _known.Files, error);

    /// <summary>The error for a host that has none of <see cref="Algorithms"/>, which were all that are known for it.</summary>
    public HostException OtherTypes(Exception error) => _failures.OtherTypes(this, error);

    /// <summary>The type inside the key for the name of a signature algorithm: both RSA signatures and the certificates share their plain key's type.</summary>
    public static string TypeOf(string algorithm)
    {
        var plain = algorithm.Replace(CertificateSuffix, string.Empty);
        return plain is "rsa-sha2-512" or "rsa-sha2-256" ? OldRsa.KeyType : plain;
    }

    private static List<string> Offer(IReadOnlyList<string> knownTypes, bool authority)
    {
        var known = PlainAlgorithms.Where(algorithm => knownTypes.Contains(TypeOf(algorithm))).ToList();
        if (!authority)
        {
            return known.Count > 0 ? known : [.. PlainAlgorithms];
        }

        // The plain ones stay at the end because the library verifies an authority's signature only with algorithms that are offered.
        return [.. PlainAlgorithms.Select(algorithm => algorithm + CertificateSuffix), .. known, .. PlainAlgorithms.Except(known)];
    }

    private static HostCertificate Describe(Certificate certificate) =>
        new(certificate.CertificateAuthorityKey, certificate.Type == Certificate.CertificateType.Host, [.. certificate.ValidPrincipals], [.. certificate.CriticalOptions.Keys]);
}
