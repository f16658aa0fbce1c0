using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Ssh;

/// <summary>The errors for a host key that is not trusted.</summary>
internal sealed class HostKeyFailures(TravisHost host, SshOptions options)
{
    private readonly string _name = HostNames.Describe(host);
    private readonly string _add = AddHostKey.Command(host, options);

    /// <summary>The host has no key of a type that is known for it. Its other keys are not asked for: nothing could vouch for them.</summary>
    public HostException OtherTypes(HostKeyGate gate, Exception error) => OldRsa.IsAllOf(error) && OldRsa.IsAllOf(gate.KnownTypes)
        ? RsaWithSha1(error)
        : New(
            HostFailureKind.HostKeyUnknown,
            $"{_name}: known_hosts lists only {string.Join(", ", gate.KnownTypes)} for it, and it does not have such a key any more: {error.Message}.",
            $"Ask whoever runs it whether its keys were replaced. Only if they were, {Renew(gate.KnownFiles)}",
            error);

    /// <summary>The error for a host of which only an RSA key is known, and which proves that with SHA-1 alone: it may well be the right one.</summary>
    public HostException RsaWithSha1(Exception? error = null) => New(
        HostFailureKind.HostKeyUnknown,
        $"{_name}: known_hosts lists only an RSA key for it. Its SSH server is older than OpenSSH 7.2 and proves that key with SHA-1 alone, which is not taken here, so it can't be checked.",
        $"Leave the key in known_hosts and add one of another type beside it: compare the fingerprint with the one on the host (ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub): {_add}",
        error);

    /// <summary>The error for a host that presents none of its known keys but others, of types that are not known.</summary>
    public HostException Replaced(IReadOnlyList<string> knownTypes, IReadOnlyList<ScannedHostKey> keys, KnownHosts known) => New(
        HostFailureKind.HostKeyChanged,
        $"{_name}: THE HOST KEYS HAVE CHANGED. known_hosts lists {string.Join(", ", knownTypes)} for it; it presents only {string.Join(", ", keys.Select(key => $"{key.KeyType} {key.Fingerprint}"))}. Somebody may be listening in, or the host was reinstalled.",
        $"Ask whoever runs it. Only if the new fingerprints are right, {Renew(known.FilesThatList(host.Address, host.Port))}",
        null);

    /// <summary>The error for a key with a verdict other than trusted.</summary>
    public HostException Explain(ScannedHostKey key, HostKeyVerdict verdict, IReadOnlyList<string> files, Exception? error = null) => verdict.Status switch
    {
        HostKeyStatus.Changed => New(
            HostFailureKind.HostKeyChanged,
            $"{_name}: THE HOST KEY HAS CHANGED. It presents {key.KeyType} {key.Fingerprint}; {verdict.File}:{verdict.Line} has {verdict.KnownFingerprint}. Somebody may be listening in, or the host was reinstalled.",
            $"Ask whoever runs it. Only if the new fingerprint is right, {Renew([verdict.File!])}",
            error),
        HostKeyStatus.Revoked => New(
            HostFailureKind.HostKeyRevoked,
            $"{_name}: its host key {key.KeyType} {key.Fingerprint}, or the authority that certified it, is marked as revoked in {verdict.File}:{verdict.Line}.",
            "Give the host a new key (ssh-keygen -A after removing the old ones in /etc/ssh), or ask whoever revoked it.",
            error),
        _ => New(
            HostFailureKind.HostKeyUnknown,
            $"{_name}: its host key {key.KeyType} {key.Fingerprint} is not in {string.Join(", ", files)}.{Problem(verdict)}",
            $"Compare the fingerprint with the one on the host (ssh-keygen -l -f /etc/ssh/ssh_host_{FileKind(key.KeyType)}_key.pub) and add it: {_add}",
            error),
    };

    private string Renew(IReadOnlyList<string> files)
    {
        var removals = string.Concat(files.Select(file => $"ssh-keygen -R '{KnownHosts.NameOf(host.Address, host.Port)}' -f {PowerShellWord.Quote(file)}; "));
        return $"remove what is known and add the new: {removals}{_add}";
    }

    private HostException New(HostFailureKind kind, string message, string remedy, Exception? inner) => new(kind, host.ComputerName, message, remedy, inner);

    private static string Problem(HostKeyVerdict verdict) => verdict.CertificateProblem is null ? string.Empty : " Its certificate does not help: " + verdict.CertificateProblem + ".";

    private static string FileKind(string keyType) => keyType switch
    {
        "ssh-ed25519" => "ed25519",
        OldRsa.KeyType => "rsa",
        _ => "ecdsa",
    };
}
