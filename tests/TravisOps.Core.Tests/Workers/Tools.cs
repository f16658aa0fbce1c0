using System;
using System.IO;
using System.Linq;

namespace TravisOps.Core.Tests.Workers;

/// <summary>A PATH with these programs of the machine and no others.</summary>
internal sealed class Tools : IDisposable
{
    public Tools(params string[] names)
    {
        Path = Directory.CreateTempSubdirectory("travisops-").FullName;
        foreach (var name in names)
        {
            File.CreateSymbolicLink(System.IO.Path.Combine(Path, name), ((string[])["/usr/bin/", "/bin/"]).Select(folder => folder + name).First(File.Exists));
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
