namespace TravisOps.Installations;

/// <summary>Settings as given for an installation or for one host; null is "not given". Paths are kept as they were written.</summary>
internal sealed record HostSettings
{
    public int? Port { get; init; }

    public string? UserName { get; init; }

    public string? KeyFilePath { get; init; }

    public string? KnownHostsPath { get; init; }

    public SudoMode? Sudo { get; init; }

    public string? JumpHost { get; init; }

    /// <summary>These settings, and where one was not given, the other's.</summary>
    public HostSettings Over(HostSettings wider) => new()
    {
        Port = Port ?? wider.Port,
        UserName = UserName ?? wider.UserName,
        KeyFilePath = KeyFilePath ?? wider.KeyFilePath,
        KnownHostsPath = KnownHostsPath ?? wider.KnownHostsPath,
        Sudo = Sudo ?? wider.Sudo,
        JumpHost = JumpHost ?? wider.JumpHost,
    };
}
