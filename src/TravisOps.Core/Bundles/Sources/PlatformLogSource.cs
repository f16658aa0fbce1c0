using System.Collections.Generic;

namespace TravisOps.Bundles.Sources;

/// <summary>The log of Travis CI Enterprise itself (facts 7).</summary>
internal sealed class PlatformLogSource : BundleSource
{
    public override string Name => "platform-log";

    public override string Title => "Log of Travis CI Enterprise";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Platform;

    public override IReadOnlyList<BundleLog> Logs(BundleHost host) =>
        [new("platform-log", Title, LogScript.Build(host.Limits, "files '/var/travis/log/*.log' '/var/travis/log/*.log.[0-9]*'\nexit 0\n"))];
}
