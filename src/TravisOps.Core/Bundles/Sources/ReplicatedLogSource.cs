using System.Collections.Generic;

namespace TravisOps.Bundles.Sources;

/// <summary>Replicated's logs: upstart's files, the journal, or Docker's (facts 5).</summary>
internal sealed class ReplicatedLogSource : BundleSource
{
    private const string Text = """
        files '/var/log/upstart/replicated*.log*' '/var/log/replicated/*.log'
        [ "$sent" -gt 0 ] && exit 0
        if command -v journalctl >/dev/null && [ -n "$(journalctl -q -u replicated -n 1 --no-pager 2>/dev/null)" ]; then
          set -- journalctl -q -u replicated -u replicated-ui -u replicated-operator --no-pager -o short-iso
          [ -z "$since" ] || set -- "$@" --since "@$since"
          rest replicated.journal.log "$@"
        elif command -v docker >/dev/null && docker inspect replicated >/dev/null 2>&1; then
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
