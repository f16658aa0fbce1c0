namespace TravisOps.Backups;

/// <summary>Why there is no backup, or none that can be used. The module has an error id for each.</summary>
public enum BackupProblem
{
    /// <summary>There is no backup where one was looked for.</summary>
    NotFound,

    /// <summary>The manifest is not there, or is none.</summary>
    ManifestInvalid,

    /// <summary>The archive is cut, or is not what its manifest says.</summary>
    ArchiveDamaged,

    /// <summary>The folder to write to is not there or may not be written.</summary>
    DestinationUnusable,

    /// <summary>The folder to write to has no room, or had none at last.</summary>
    DestinationFull,

    /// <summary>There is a file of that name.</summary>
    DestinationExists,

    /// <summary>The platform has nothing to back up: no /var/travis.</summary>
    NothingToBackUp,

    /// <summary>The databases can't be dumped.</summary>
    DatabaseUnavailable,

    /// <summary>The platform has no program for the compression that was asked for.</summary>
    CompressorMissing,

    /// <summary>The application could not be stopped; nothing was taken.</summary>
    NotStopped,

    /// <summary>PostgreSQL's files were to be taken and a server is using them.</summary>
    DatabaseRunning,

    /// <summary>The stream from the platform broke off, or is not what the platform sent.</summary>
    StreamBroken,

    /// <summary>The application was stopped for a backup and did not start again, or does not serve.</summary>
    NotStarted,

    /// <summary>A restore would replace data, and was not told to.</summary>
    TargetNotEmpty,

    /// <summary>The platform can't take this backup: no room, no database server, another version.</summary>
    TargetUnsuitable,

    /// <summary>What was unpacked on the platform is not what the backup has; nothing was replaced.</summary>
    RestoreNotVerified,

    /// <summary>The backup could not be brought to the platform whole; nothing was replaced.</summary>
    RestoreFailed,

    /// <summary>The data was replaced, the application did not come up with it, and the old data is back in its place.</summary>
    RestoreTakenBack,

    /// <summary>It failed in the middle, and the way back failed too: somebody has to look.</summary>
    RestoreStuck,
}
