using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Ssh;

namespace TravisOps.Connections;

/// <summary>What known_hosts says of the keys of one host, and the way to add to it.</summary>
public sealed class HostKeyTrust
{
    private readonly TravisHost _host;
    private readonly SshOptions _options;
    private readonly IReadOnlyList<string> _files;
    private readonly KnownHosts _known;
    private readonly HostKeyFailures _failures;

    private HostKeyTrust(TravisHost host, SshOptions options, IReadOnlyList<string> files)
    {
        _host = host;
        _options = options;
        _files = files;
        _known = KnownHosts.Load(files);
        _failures = new HostKeyFailures(host, options);
    }

    /// <summary>The file that keys are added to: the one that was given, else the host's own, else the user's.</summary>
    public string Path => _files[0];

    /// <summary>The name that stands in the file, such as <c>10.0.0.5</c> or <c>[10.0.0.5]:2222</c>.</summary>
    public string KnownAs => KnownHosts.NameOf(_host.Address, _host.Port);

    /// <summary>Reads the files that count for this host.</summary>
    /// <exception cref="HostException">A file can't be read.</exception>
    public static HostKeyTrust Read(TravisHost host, SshOptions options)
    {
        var files = KnownHosts.FilesFor(host, options);
        try
        {
            return new HostKeyTrust(host, options, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException(
                HostFailureKind.BadClientConfiguration,
                host.ComputerName,
                $"{host}: known_hosts can't be read: {e.Message}",
                $"Make {string.Join(", ", files)} readable for you, or give another file with -KnownHostsPath.",
                e);
        }
    }

    /// <summary>Judges a key that the host presented.</summary>
    public HostKeyVerdict Check(ScannedHostKey key) =>
        _known.Check(_host.Address, _host.Port, key.KeyType, Convert.FromBase64String(key.Base64));

    /// <summary>
    /// Why none of a host's keys may be added: one is changed or revoked, or known_hosts lists keys for the host and it presents none
    /// of them. Who listens in need not present a key of the type that is known. Null when nothing is wrong.
    /// </summary>
    public HostException? Objection(PresentedHostKeys presented)
    {
        var judged = presented.Keys.Select(key => (Key: key, Verdict: Check(key))).ToList();
        foreach (var (key, verdict) in judged)
        {
            if (verdict.Status is HostKeyStatus.Changed or HostKeyStatus.Revoked)
            {
                return _failures.Explain(key, verdict, _files);
            }
        }

        var types = _known.KeyTypesFor(_host.Address, _host.Port);
        return types.Count == 0 || IsProven(presented) || Doubt(presented) is not null ? null : _failures.Replaced(types, presented.Keys, _known);
    }

    /// <summary>
    /// Why a host's keys are added only to those fingerprints that somebody has compared, and not as they come: all that is known of it is an RSA
    /// key, and it has one that can't be checked. Who listens in could say as much. Null when there is no such doubt.
    /// </summary>
    public HostException? Doubt(PresentedHostKeys presented) =>
        presented.HidesRsa && OldRsa.IsAllOf(_known.KeyTypesFor(_host.Address, _host.Port)) && !IsProven(presented) ? _failures.RsaWithSha1() : null;

    /// <summary>Writes a key that a person trusts.</summary>
    /// <exception cref="HostException">The file can't be written, or it has another key for the host by now.</exception>
    public void Add(ScannedHostKey key) => KnownHostsWriter.Add(_host, key, _options);

    /// <summary>Tells of a key what became of it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="verdict">What <see cref="Check"/> said of it.</param>
    /// <param name="added">It was written now.</param>
    public TravisHostKey Describe(ScannedHostKey key, HostKeyVerdict verdict, bool added) => new()
    {
        ComputerName = _host.ComputerName,
        KnownAs = KnownAs,
        KeyType = key.KeyType,
        Fingerprint = key.Fingerprint,
        Path = verdict.File ?? Path,
        State = verdict.Status switch
        {
            HostKeyStatus.Trusted => TravisHostKeyState.AlreadyKnown,
            HostKeyStatus.Changed => TravisHostKeyState.Changed,
            HostKeyStatus.Revoked => TravisHostKeyState.Revoked,
            _ => added ? TravisHostKeyState.Added : TravisHostKeyState.Declined,
        },
    };

    private bool IsProven(PresentedHostKeys presented) => presented.Keys.Any(key => Check(key).Status == HostKeyStatus.Trusted);
}
