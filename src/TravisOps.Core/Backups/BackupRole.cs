using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>A role of the server whose databases were dumped: dumps grant things to roles and do not have them. Without its password and without its rights to log in and in the whole server.</summary>
public sealed record BackupRole
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The roles that it is a member of.</summary>
    public IReadOnlyList<string> MemberOf { get; init; } = [];

    /// <summary>What is set for it in all databases (ALTER ROLE … SET).</summary>
    public IReadOnlyList<BackupSetting> Settings { get; init; } = [];
}
