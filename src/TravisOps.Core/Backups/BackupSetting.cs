namespace TravisOps.Backups;

/// <summary>A setting of a server that belongs to a database or to a role, and that dumps do not have.</summary>
public sealed record BackupSetting
{
    /// <summary>Of a database's: the role that it is for (ALTER ROLE … IN DATABASE … SET); null when it is for all of them (ALTER DATABASE … SET).</summary>
    public string? Role { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value, as the server keeps it.</summary>
    public required string Value { get; init; }
}
