using System;
using System.IO;

namespace TravisOps.Logs;

/// <summary>The shell texts that read logs on a host; they are files of this assembly.</summary>
internal static class LogShell
{
    /// <summary>A text by its file's name.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(LogShell).Assembly.GetManifestResourceStream("Logs/" + name)
            ?? throw new InvalidOperationException($"{name} is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    /// <summary>A word for the shell, in single quotes.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";

    /// <summary>A line that sets a variable.</summary>
    public static string Set(string name, string value) => $"{name}={Quote(value)}\n";

    /// <summary>Seconds since 1970, as a line that sets tv_since; empty when there is no such time.</summary>
    public static string SetSince(DateTime? since) =>
        Set("tv_since", since is { } time ? Math.Max(0, (time.Ticks - s_epoch.Ticks) / TimeSpan.TicksPerSecond).ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty);

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}
