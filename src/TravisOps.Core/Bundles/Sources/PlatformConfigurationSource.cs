using System.Collections.Generic;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>The files that Replicated is configured with (facts 5).</summary>
internal sealed class PlatformConfigurationSource : BundleSource
{
    private static readonly IReadOnlyList<ProbeItem> s_items =
    [
        File("bundle.replicated.conf", "/etc/replicated.conf"),
        File("bundle.replicated.default", "/etc/default/replicated"),
        File("bundle.replicated.operator", "/etc/default/replicated-operator"),
        File("bundle.replicated.alias", "/etc/replicated.alias"),
    ];

    public override string Name => "platform-configuration";

    public override string Title => "Configuration of Replicated";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Platform;

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => s_items;

    private static ProbeItem File(string name, string path) => new() { Name = name, Kind = ProbeItemKind.File, Source = path };
}
