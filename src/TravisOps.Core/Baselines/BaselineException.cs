using System;

namespace TravisOps.Baselines;

/// <summary>A baseline that can't be read or written. The message says what to do.</summary>
public sealed class BaselineException : Exception
{
    /// <summary>Makes one.</summary>
    public BaselineException(string path, string message, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
