using System;
using System.Globalization;
using System.IO;

namespace TravisOps.Workers;

/// <summary>The script that is run on a worker, as it is sent.</summary>
internal static class ControlScript
{
    public const string Look = "look", Begin = "begin", More = "more", Force = "force", End = "end";

    private static readonly Lazy<string> Body = new(Read);

    /// <summary>The whole text for one step. Nothing in it is secret.</summary>
    public static string Text(string step, WorkerChange change, string run) =>
        $"tv_step={step}\ntv_action={change.Action}\ntv_version={Quote(change.Version ?? string.Empty)}\ntv_force={(change.Force ? "yes" : "no")}\n"
        + $"tv_drain_seconds={((long)change.DrainTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)}\ntv_run={run}\n"
        + Body.Value;

    private static string Read()
    {
        using var stream = typeof(ControlScript).Assembly.GetManifestResourceStream("Workers/Control/worker.sh")
            ?? throw new InvalidOperationException("worker.sh is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
