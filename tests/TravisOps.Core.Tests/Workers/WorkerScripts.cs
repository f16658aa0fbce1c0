using System.IO;
using TravisOps.Workers;

namespace TravisOps.Core.Tests.Workers;

/// <summary>What workers run, as it is in the assembly.</summary>
internal static class WorkerScripts
{
    public static string Awk { get; } = Read("settings.awk");

    private static string Read(string name)
    {
        using var stream = typeof(WorkerItems).Assembly.GetManifestResourceStream("Workers/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
