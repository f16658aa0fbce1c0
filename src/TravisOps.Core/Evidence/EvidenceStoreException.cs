using System;

namespace TravisOps.Evidence;

/// <summary>Stored evidence can't be read or written. The message names the file or folder, and what to do.</summary>
public sealed class EvidenceStoreException : Exception
{
    /// <summary>Makes the error.</summary>
    public EvidenceStoreException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException)
    {
        Path = path;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}
