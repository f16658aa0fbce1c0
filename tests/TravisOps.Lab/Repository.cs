using System;
using System.IO;

namespace TravisOps.Lab;

/// <summary>The checkout that this program was built in.</summary>
public static class Repository
{
    /// <summary>The nearest folder above this program that has TravisOps.psd1.</summary>
    /// <exception cref="LabException">There is none.</exception>
    public static string Root
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "TravisOps.psd1")))
                {
                    return folder.FullName;
                }
            }

            throw new LabException("TravisOps.psd1 is in no folder above this program: run it from a checkout.");
        }
    }

    /// <summary>The module as a person imports it.</summary>
    public static string ManifestPath => Path.Combine(Root, "TravisOps.psd1");
}
