using System;
using System.IO;

namespace TravisOps.Core.Tests.Checks;

/// <summary>Files of the repository that tests read.</summary>
internal static class Recorded
{
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>A recorded text, such as <c>docker/1.9.1.txt</c>.</summary>
    public static string Text(string name) =>
        File.ReadAllText(Path.Combine(RepositoryRoot, "tests", "TravisOps.Core.Tests", "Recorded", name)).Replace("\r\n", "\n");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "TravisOps.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("TravisOps.slnx is in no folder above the tests.");
    }
}
