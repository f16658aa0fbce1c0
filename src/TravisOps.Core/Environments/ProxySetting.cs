namespace TravisOps.Environments;

/// <summary>A proxy that something on a host is told to use. A log-in in it was taken out on the host.</summary>
public sealed record ProxySetting
{
    /// <summary>The file, or the process whose environment has it.</summary>
    public required string Source { get; init; }

    /// <summary>The setting, in lower case, such as <c>https_proxy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The proxy, with <c>***@</c> for a log-in; <c>?</c> for what does not look like a proxy's address, which is not told.</summary>
    public required string Value { get; init; }

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name}={Value} ({Source})";
}
