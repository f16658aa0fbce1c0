using System;
using System.Linq;

namespace TravisOps.Reports;

/// <summary>Links from a page at the top of the bundle to its files.</summary>
internal static class RelativeLink
{
    /// <summary>The path as a relative reference (RFC 3986). It begins with <c>./</c>, so that no name of a file is read as a scheme.</summary>
    public static string To(string path) => "./" + string.Join("/", path.Split('/').Select(Uri.EscapeDataString));
}
