namespace TravisOps.Backups;

/// <summary>What a dump that was read is.</summary>
internal enum DumpState
{
    /// <summary>None of pg_dump's custom format.</summary>
    NotADump,

    /// <summary>One of a version of the format that is not known here.</summary>
    Unknown,

    /// <summary>One that is cut, or is not what the format says.</summary>
    Broken,

    /// <summary>One with all the data that its table of contents names, and nothing behind it.</summary>
    Whole,
}
