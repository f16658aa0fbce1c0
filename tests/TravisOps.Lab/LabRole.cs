namespace TravisOps.Lab;

/// <summary>What a lab host is in the installation.</summary>
public enum LabRole
{
    /// <summary>The platform machine: Replicated and te-main.</summary>
    Platform,

    /// <summary>A worker machine, which runs builds.</summary>
    Worker,
}
