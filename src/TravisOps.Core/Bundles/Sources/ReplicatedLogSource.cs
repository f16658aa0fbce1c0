using System.Collections.Generic;

namespace TravisOps.Bundles.Sources;

/// <summary>Replicated's logs: the journal and upstart's files, whichever are there; where neither is, Docker's (facts 5).</summary>
internal sealed class ReplicatedLogSource : BundleSource
{
    private const string Text = """
        set -- -q -u replicated -u replicated-ui -u replicated-operator --no-pager
        if command -v journalctl >/dev/null && [ -n "$(journalctl "$@" -n 1 2>/dev/null)" ]; then
          set -- journalctl "$@" -o short-iso
          [ -z "$since" ] || set -- "$@" --since "@$since"
          # Half of the room is the files', where there are any.
          room=$left
          [ -z "$(ls -d /var/log/upstart/replicated*.log* /var/log/replicated/*.log 2>/dev/null)" ] || left=$((left - left / 2))
          rest replicated.journal.log "$@"
          left=$((room - left))
        fi
        files '/var/log/upstart/replicated*.log*' '/var/log/replicated/*.log'
        if [ "$sent" -eq 0 ] && command -v docker >/dev/null && docker inspect replicated >/dev/null 2>&1; then
          set -- docker logs --timestamps
          [ -z "$since" ] || set -- "$@" --since "$since"
          both() { "$@" 2>&1; }
          rest replicated.docker.log both "$@" replicated
        fi
        exit 0
        """;

    public override string Name => "replicated-log";

    public override string Title => "Log of Replicated";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Platform;

    public override IReadOnlyList<BundleLog> Logs(BundleHost host) => [new("replicated-log", Title, LogScript.Build(host.Limits, Text))];
}
