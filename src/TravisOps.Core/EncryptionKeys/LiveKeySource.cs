namespace TravisOps.EncryptionKeys;

/// <summary>Where on the platform its encryption key was found.</summary>
public enum LiveKeySource
{
    /// <summary>In the running container te-main.</summary>
    Container,

    /// <summary>In the running container, by Replicated's command line.</summary>
    Replicated,

    /// <summary>In a container te-main that does not run.</summary>
    Stopped,

    /// <summary>In a file on the host; there is no container.</summary>
    File,
}
