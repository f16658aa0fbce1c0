namespace TravisOps.Ssh;

/// <summary>What became of a key that was to be added to known_hosts.</summary>
public enum HostKeyAddition
{
    /// <summary>A line was added.</summary>
    Added,

    /// <summary>It was there already; nothing was written.</summary>
    AlreadyKnown,
}
