using System;
using System.IO;

namespace TravisOps.Files;

/// <summary>A disk or a share did not answer one call at all: a network share whose server is gone may hold a program for ever.</summary>
internal sealed class DiskSilentException(string path, TimeSpan limit)
    : IOException(FormattableString.Invariant($"'{path}' has not answered for {limit.TotalSeconds:0} s."))
{
}
