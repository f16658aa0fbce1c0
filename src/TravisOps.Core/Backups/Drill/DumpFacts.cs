namespace TravisOps.Backups;

/// <summary>What a dump in pg_dump's custom format says at its beginning.</summary>
public sealed record DumpFacts
{
    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The server that it was taken from, such as <c>9.5.25</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The pg_dump that took it; a pg_restore must not be older.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Major version of the pg_dump.</summary>
    public int Major => int.TryParse(ToolVersion.Split('.', ' ')[0], out var major) ? major : 0;
}
