namespace TravisOps.Logs;

/// <summary>Levels of a log, from the least to the worst.</summary>
public enum LogLevel
{
    /// <summary>Of use to who writes the program.</summary>
    Debug,

    /// <summary>What it does.</summary>
    Info,

    /// <summary>Unusual.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>The program ended because of it.</summary>
    Fatal,

    /// <summary>A bug of the program, or a state that it does not expect.</summary>
    Panic,
}
