using System;

namespace TravisOps.Archives;

/// <summary>An archive is not what it says it is, or more than is taken: nothing of it is to be trusted. The message says what is wrong with it.</summary>
public sealed class ArchiveException : Exception
{
    /// <summary>Makes it.</summary>
    public ArchiveException(string message)
        : base(message)
    {
    }

    /// <summary>Makes it with what led to it.</summary>
    public ArchiveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
