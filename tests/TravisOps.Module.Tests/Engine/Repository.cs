using System;
using System.IO;

namespace TravisOps.Module.Tests.Engine;

/// <summary>Where things lie in the working tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder with TravisOps.psd1.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Path.Combine(Root, "TravisOps.psd1");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TravisOps.psd1")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No TravisOps.psd1 above '{AppContext.BaseDirectory}'.");
    }
}
