using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Ssh;

/// <summary>The errors for a host key that is not trusted.</summary>
internal sealed class HostKeyFailures(TravisHost host, HostKeyGate gate)
{
    public HostException Refused(Exception error) => Explain(host, gate.Key!, gate.Verdict!, gate.Files, error);

    /// <summary>The host has no key of a type that is known for it. Its other keys are not asked for: nothing could vouch for them.</summary>
    public HostException OtherTypes(Exception error) => new(
        HostFailureKind.HostKeyUnknown,
        host.ComputerName,
        $"{HostNames.Describe(host)}: known_hosts lists only {string.Join(", ", gate.KnownTypes)} for it, and it does not have such a key any more: {error.Message}.",
        $"Ask whoever runs it whether its keys were replaced. Only if they were, {Renew(host, gate.KnownFiles)}",
        error);

    /// <summary>The error for a host that presents none of its known keys but others, of types that are not known.</summary>
    public static HostException Replaced(TravisHost host, IReadOnlyList<string> knownTypes, IReadOnlyList<ScannedHostKey> keys, KnownHosts known) => new(
        HostFailureKind.HostKeyChanged,
        host.ComputerName,
        $"{HostNames.Describe(host)}: THE HOST KEYS HAVE CHANGED. known_hosts lists {string.Join(", ", knownTypes)} for it; it presents only {string.Join(", ", keys.Select(key => $"{key.KeyType} {key.Fingerprint}"))}. Somebody may be listening in, or the host was reinstalled.",
        $"Ask whoever runs it. Only if the new fingerprints are right, {Renew(host, known.FilesThatList(host.Address, host.Port))}");

    /// <summary>The error for a key with a verdict other than trusted.</summary>
    public static HostException Explain(TravisHost host, ScannedHostKey key, HostKeyVerdict verdict, IReadOnlyList<string> files, Exception? error = null)
    {
        var name = HostNames.Describe(host);
        return verdict.Status switch
        {
            HostKeyStatus.Changed => New(
                HostFailureKind.HostKeyChanged,
                $"{name}: THE HOST KEY HAS CHANGED. It presents {key.KeyType} {key.Fingerprint}; {verdict.File}:{verdict.Line} has {verdict.KnownFingerprint}. Somebody may be listening in, or the host was reinstalled.",
                $"Ask whoever runs it. Only if the new fingerprint is right, {Renew(host, [verdict.File!])}",
                error),
            HostKeyStatus.Revoked => New(
                HostFailureKind.HostKeyRevoked,
                $"{name}: its host key {key.KeyType} {key.Fingerprint}, or the authority that certified it, is marked as revoked in {verdict.File}:{verdict.Line}.",
                "Give the host a new key (ssh-keygen -A after removing the old ones in /etc/ssh), or ask whoever revoked it.",
                error),
            _ => New(
                HostFailureKind.HostKeyUnknown,
                $"{name}: its host key {key.KeyType} {key.Fingerprint} is not in {string.Join(", ", files)}.{Problem(verdict)}",
                $"Compare the fingerprint with the one on the host (ssh-keygen -l -f /etc/ssh/ssh_host_{FileKind(key.KeyType)}_key.pub) and add it: Add-TravisHostKey -ComputerName {host.ComputerName}",
                error),
        };

        HostException New(HostFailureKind kind, string message, string remedy, Exception? inner) => new(kind, host.ComputerName, message, remedy, inner);
    }

    private static string Renew(TravisHost host, IReadOnlyList<string> files)
    {
        var removals = string.Concat(files.Select(file => $"ssh-keygen -R '{KnownHosts.NameOf(host.Address, host.Port)}' -f '{file}'; "));
        return $"remove what is known and add the new: {removals}Add-TravisHostKey -ComputerName {host.ComputerName}";
    }

    private static string Problem(HostKeyVerdict verdict) => verdict.CertificateProblem is null ? string.Empty : " Its certificate does not help: " + verdict.CertificateProblem + ".";

    private static string FileKind(string keyType) => keyType switch
    {
        "ssh-ed25519" => "ed25519",
        "ssh-rsa" => "rsa",
        _ => "ecdsa",
    };
}
