using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace TravisOps.Ssh;

/// <summary>
/// What all hosts of one run share: a key file is read (and its passphrase stretched, a tenth of a second of CPU) once, known_hosts is
/// parsed once. Lives exactly as long as the options object that the run was started with, so nothing outlives the run.
/// </summary>
internal sealed class RunCache
{
    private static readonly ConditionalWeakTable<SshOptions, RunCache> Runs = new();

    private readonly ConcurrentDictionary<string, Lazy<LoginKey>> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<KnownHosts>> _knownHosts = new(StringComparer.Ordinal);

    public static RunCache Of(SshOptions options) => Runs.GetValue(options, _ => new RunCache());

    public LoginKey Key(string path, SshOptions options) =>
        _keys.GetOrAdd(path, p => new Lazy<LoginKey>(() => LoginKeyReader.Read(p, options.KeyPassphrase))).Value;

    // By all of the files: a host with one of them alone trusts less than a host with several that begin with it.
    public KnownHosts KnownHosts(IReadOnlyList<string> files) =>
        _knownHosts.GetOrAdd(string.Join("\0", files), _ => new Lazy<KnownHosts>(() => Ssh.KnownHosts.Load(files))).Value;
}
