using System;
using System.IO;
using TravisOps.Checks;
using TravisOps.Docker;
using TravisOps.Probing;

namespace TravisOps.Applications;

/// <summary>What is asked of the platform about Travis CI Enterprise itself.</summary>
public static class ApplicationItems
{
    /// <summary>The item's name in evidence.</summary>
    public const string Name = "platform.application";

    /// <summary>The API, what is stuck in the database, and the queues of background work: counts only.</summary>
    /// <param name="publicHostName">What people and workers call the platform.</param>
    public static ProbeItem State(string publicHostName)
    {
        if (publicHostName is null)
        {
            throw new ArgumentNullException(nameof(publicHostName));
        }

        return new()
        {
            Name = Name,
            Kind = ProbeItemKind.Command,
            Source = $"tv_public='{publicHostName.Replace("'", "'\\''")}'\n{PreflightItems.DockerPrelude.Replace("\r", string.Empty)}{TeMainShell.Functions}{Script()}",
            TimeLimit = TimeSpan.FromSeconds(35),
            Gate = PreflightItems.DockerGate,
        };
    }

    private static string Script()
    {
        using var stream = typeof(ApplicationItems).Assembly.GetManifestResourceStream("Applications/application.sh")
            ?? throw new InvalidOperationException("application.sh is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
