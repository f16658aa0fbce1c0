using System.Collections.Generic;

namespace TravisOps.Bundles.Sources;

/// <summary>The worker's log: upstart's file with its rotations on Ubuntu 14.04, the journal later (facts 6d); both where a
/// host was upgraded in place, the journal first, as it is what goes on; where neither is, Docker's.</summary>
internal sealed class WorkerLogSource : BundleSource
{
    private const string Text = """
        if command -v journalctl >/dev/null && [ -n "$(journalctl -q -u travis-worker -n 1 --no-pager 2>/dev/null)" ]; then
          set -- journalctl -q -u travis-worker --no-pager -o short-iso
          [ -z "$since" ] || set -- "$@" --since "@$since"
          # Half of the room is the files', where there are any.
          room=$left
          [ -z "$(ls -d /var/log/upstart/travis-worker.log* 2>/dev/null)" ] || left=$((left - left / 2))
          rest travis-worker.journal.log "$@"
          left=$((room - left))
        fi
        files '/var/log/upstart/travis-worker.log*'
        if [ "$sent" -eq 0 ] && command -v docker >/dev/null && docker inspect travis-worker >/dev/null 2>&1; then
          set -- docker logs --timestamps
          [ -z "$since" ] || set -- "$@" --since "$since"
          both() { "$@" 2>&1; }
          rest travis-worker.docker.log both "$@" travis-worker
        fi
        exit 0
        """;

    public override string Name => "worker-log";

    public override string Title => "Log of travis-worker";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Worker;

    public override IReadOnlyList<BundleLog> Logs(BundleHost host) => [new("worker-log", Title, LogScript.Build(host.Limits, Text))];
}
