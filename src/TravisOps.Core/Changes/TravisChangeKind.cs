namespace TravisOps.Changes;

/// <summary>What kind of thing changed on a host.</summary>
public enum TravisChangeKind
{
    /// <summary>A package was installed.</summary>
    PackageInstalled,

    /// <summary>A package was upgraded.</summary>
    PackageUpgraded,

    /// <summary>A package was set back to an older version.</summary>
    PackageDowngraded,

    /// <summary>A package was removed.</summary>
    PackageRemoved,

    /// <summary>Packages that have nothing to do with Travis CI Enterprise, as one change.</summary>
    OtherPackages,

    /// <summary>apt did not come to its end: packages may be half installed.</summary>
    AptInterrupted,

    /// <summary>The machine started.</summary>
    Reboot,

    /// <summary>The machine started with another kernel.</summary>
    KernelChanged,

    /// <summary>An upgrade wants a reboot that has not been.</summary>
    RebootWanted,

    /// <summary>A file that matters was changed.</summary>
    FileChanged,

    /// <summary>The image of the worker was set.</summary>
    WorkerImageChanged,

    /// <summary>A container of Travis CI Enterprise or Replicated was made, as by an update.</summary>
    ContainerCreated,
}
