using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Bundles;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>Keeps what hosts answered while a bundle was made of them, so that it can be given again.</summary>
internal sealed class HostRecording(IBundleHosts hosts) : IBundleHosts
{
    private readonly ConcurrentDictionary<TravisHost, HostEvidence> _evidence = [];
    private readonly ConcurrentDictionary<(TravisHost Host, string Log), byte[]> _logs = [];
    private IReadOnlyList<FirewallResult> _ports = [];

    /// <summary>The same answers again; nobody else's logs come before all of one host have been read.</summary>
    public IBundleHosts Again(TravisHost first) => new Replay(this, first);

    public HostEvidence Probe(TravisHost host, IReadOnlyList<ProbeItem> plan, string? key, CancellationToken cancellationToken) =>
        _evidence[host] = hosts.Probe(host, plan, key, cancellationToken);

    public void ReadLogs(TravisHost host, BundleLog log, Action<Stream> read, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        hosts.ReadLogs(host, log, stream => stream.CopyTo(kept), cancellationToken);
        _logs[(host, log.Name)] = kept.ToArray();
        kept.Position = 0;
        read(kept);
    }

    public async Task<IReadOnlyList<FirewallResult>> LookFromHereAsync(IReadOnlyList<PortTarget> targets, CancellationToken cancellationToken) =>
        _ports = await hosts.LookFromHereAsync(targets, cancellationToken);

    private sealed class Replay(HostRecording recording, TravisHost first) : IBundleHosts
    {
        private readonly CountdownEvent _firstsLogs = new(recording._logs.Keys.Count(log => log.Host == first));

        public HostEvidence Probe(TravisHost host, IReadOnlyList<ProbeItem> plan, string? key, CancellationToken cancellationToken) => recording._evidence[host];

        public void ReadLogs(TravisHost host, BundleLog log, Action<Stream> read, CancellationToken cancellationToken)
        {
            if (host != first)
            {
                _firstsLogs.Wait(cancellationToken);
            }

            try
            {
                using var stream = new MemoryStream(recording._logs[(host, log.Name)], writable: false);
                read(stream);
            }
            finally
            {
                if (host == first)
                {
                    _firstsLogs.Signal();
                }
            }
        }

        public Task<IReadOnlyList<FirewallResult>> LookFromHereAsync(IReadOnlyList<PortTarget> targets, CancellationToken cancellationToken) => Task.FromResult(recording._ports);
    }
}
