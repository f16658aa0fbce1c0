namespace TravisOps.Backups;

/// <summary>How the data is taken while the application may be writing it.</summary>
public enum BackupMode
{
    /// <summary>The application goes on: the databases as dumps, everything else as files. PostgreSQL's own files are left out.</summary>
    Hot,

    /// <summary>The application is stopped, everything is taken as files, and it is started again in any case.</summary>
    Cold,

    /// <summary>As the operations manual has it: the files of the running application, PostgreSQL's among them. What that is worth only a restore can tell.</summary>
    AsManual,
}
