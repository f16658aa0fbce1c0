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

/// <summary>The hosts themselves, over SSH.</summary>
internal sealed class LiveHosts(SshOptions options) : IBundleHosts
{
    // 1 MiB a grant: what waits of eight streams stays below 20 MB together.
    private static readonly StreamLimits s_limits = new() { GrantBlocks = 16 };

    /// <inheritdoc/>
    public HostEvidence Probe(TravisHost host, IReadOnlyList<ProbeItem> plan, string? key, CancellationToken cancellationToken) => HostProbe.Run(host, plan, options, cancellationToken, key);

    /// <inheritdoc/>
    public void ReadLogs(TravisHost host, BundleLog log, Action<Stream> read, CancellationToken cancellationToken)
    {
        var script = new StreamScript { Stages = [new StreamStage("logs", log.Script)], RequireRoot = false };
        using var download = StreamDownload.Open(host, script, options, s_limits, cancellationToken);
        read(download.Data);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FirewallResult>> LookFromHereAsync(IReadOnlyList<PortTarget> targets, CancellationToken cancellationToken) =>
        LocalFirewall.ProbeAsync(targets, FirewallProbe.DefaultWait, null, cancellationToken);
}
