using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>What a bundle asks of hosts, so that recorded answers can stand for them. Each may be asked from several threads, for a host from one at a time.</summary>
internal interface IBundleHosts
{
    /// <summary>A host's answers to a plan; see <see cref="HostProbe"/>.</summary>
    /// <param name="host">The host.</param>
    /// <param name="plan">What to ask.</param>
    /// <param name="key">What secrets are hashed with there; null for a plan that looks at none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public HostEvidence Probe(TravisHost host, IReadOnlyList<ProbeItem> plan, string? key, CancellationToken cancellationToken);

    /// <summary>Streams logs of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="log">Which.</param>
    /// <param name="read">Reads the stream, which <see cref="LogFrames"/> takes apart.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException">The host can't be reached.</exception>
    /// <exception cref="StreamBrokenException">It broke.</exception>
    public void ReadLogs(TravisHost host, BundleLog log, Action<Stream> read, CancellationToken cancellationToken);

    /// <summary>The ports as seen from here.</summary>
    public Task<IReadOnlyList<FirewallResult>> LookFromHereAsync(IReadOnlyList<PortTarget> targets, CancellationToken cancellationToken);
}
