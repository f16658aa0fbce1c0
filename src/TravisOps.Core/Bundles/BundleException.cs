using System;

namespace TravisOps.Bundles;

/// <summary>A bundle could not be made or read. <see cref="Kind"/> tells which of the few things went wrong.</summary>
public sealed class BundleException : Exception
{
    /// <summary>Makes it.</summary>
    public BundleException(BundleProblem kind, string message, string remedy, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Remedy = remedy;
    }

    /// <summary>What went wrong.</summary>
    public BundleProblem Kind { get; }

    /// <summary>What to do next.</summary>
    public string Remedy { get; }
}
