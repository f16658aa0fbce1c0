using System.Collections.Generic;

namespace TravisOps.Bundles.Sources;

/// <summary>
/// Replicated's own support bundle (facts 4). The command prints nothing reliable, so the newest file is taken; it gives up after 120 seconds with what it has.
/// </summary>
internal sealed class ReplicatedBundleSource : BundleSource
{
    private const string Text = """
        d=/var/lib/replicated/support-bundles
        newest() { ls -t "$d"/replicated-support*.tar.gz 2>/dev/null | head -n 1; }
        old=$(newest)
        if [ -n "$estimate" ]; then [ -z "$old" ] || send "$old"; exit 0; fi
        for c in /usr/local/bin/replicatedctl 'docker exec replicated replicatedctl'; do
          case $c in /*) [ -x "$c" ] || continue ;; esac
          timeout -k 5 180 $c support-bundle >/dev/null 2>&1 </dev/null && break
        done
        new=$(newest)
        if [ -z "$new" ]; then skip none 0 'replicatedctl support-bundle'; exit 0; fi
        [ "$new" != "$old" ] || skip stale 0 "$new"
        since=
        send "$new"
        exit 0
        """;

    public override string Name => "replicated-bundle";

    public override string Title => "Replicated's own support bundle";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Platform;

    public override IReadOnlyList<BundleLog> Logs(BundleHost host) =>
    [
        new("replicated-bundle", Title, LogScript.Build(host.Limits, Text)) { Missing = (ReplicatedBundleErrors.FileName, ReplicatedBundleErrors.Read) },
    ];
}
