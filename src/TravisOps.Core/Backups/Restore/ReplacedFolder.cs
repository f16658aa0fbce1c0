namespace TravisOps.Backups;

/// <summary>A folder that a restore has put in place, and where what was there before is now.</summary>
internal sealed record ReplacedFolder
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>Its safety copy; null when nothing was there.</summary>
    public string? Before { get; init; }

    /// <summary>Whether it is a mount of its own: its safety copy is in it then.</summary>
    public bool IsMount => Before?.StartsWith(Path + "/", System.StringComparison.Ordinal) == true;

    /// <summary>Reads the script's line of a folder: <c>restore aside PATH BEFORE</c>, without the last word where nothing was there; null for any other line.</summary>
    public static ReplacedFolder? Read(string line) => line.Split(' ') switch
    {
        ["restore", "aside", var path] => new() { Path = path },
        ["restore", "aside", var path, var before] => new() { Path = path, Before = before },
        _ => null,
    };
}
