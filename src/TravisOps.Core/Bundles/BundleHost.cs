namespace TravisOps.Bundles;

/// <summary>A host as the sources of a bundle see it: who it is and what was asked for.</summary>
/// <param name="Installation">Its installation.</param>
/// <param name="Host">The host.</param>
/// <param name="Limits">How much of its logs is wanted.</param>
public sealed record BundleHost(TravisInstallation Installation, TravisHost Host, LogLimits Limits)
{
    /// <summary>Platform or worker.</summary>
    public TravisRole Role => Host.Role;
}
