namespace TravisOps.Probing;

/// <summary>What a probe item reads.</summary>
public enum ProbeItemKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A command.</summary>
    Command,
}
