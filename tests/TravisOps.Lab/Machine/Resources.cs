using System.IO;
using System.Reflection;

namespace TravisOps.Lab.Machine;

/// <summary>The scripts and files that this assembly carries.</summary>
internal static class Resources
{
    private const string Prefix = "Resources/";

    /// <summary>Writes all of them below a directory.</summary>
    public static void Extract(string directory)
    {
        Assembly assembly = typeof(Resources).Assembly;
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, System.StringComparison.Ordinal))
            {
                continue;
            }

            string path = Path.Combine(directory, name[Prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream source = assembly.GetManifestResourceStream(name)!;
            using FileStream target = File.Create(path);
            source.CopyTo(target);
        }
    }

    /// <summary>One of them as text; <paramref name="path"/> is relative to Resources.</summary>
    public static string Read(string path)
    {
        using Stream source = typeof(Resources).Assembly.GetManifestResourceStream(Prefix + path)
            ?? throw new FileNotFoundException($"The lab carries no resource '{path}'.");
        using StreamReader reader = new(source);
        return reader.ReadToEnd();
    }
}
