using System;
using System.IO;

namespace TravisOps.Benchmarks;

/// <summary>Where the module under test lies.</summary>
internal static class Repository
{
    /// <summary>TravisOps.psd1 in the nearest folder above this program that has one.</summary>
    public static string ManifestPath
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var path = Path.Combine(folder.FullName, "TravisOps.psd1");
                if (File.Exists(path))
                {
                    return path;
                }
            }

            throw new FileNotFoundException("TravisOps.psd1 is in no folder above this program.");
        }
    }
}
