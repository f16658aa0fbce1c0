namespace TravisOps.Bundles;

/// <summary>The kind of archive.</summary>
public enum BundleFormat
{
    /// <summary>A zip, which every desktop opens.</summary>
    Zip,

    /// <summary>A gzip of a tar.</summary>
    TarGz,
}
