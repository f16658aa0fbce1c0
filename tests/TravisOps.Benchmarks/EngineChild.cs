using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace TravisOps.Benchmarks;

/// <summary>
/// A fresh process with a fresh engine: what is measured in it is not warmed by what was measured before.
/// Its last line on standard output is the measurement.
/// </summary>
internal static class EngineChild
{
    /// <summary>Milliseconds from before the engine was made to after the script; then what the script's last statement returned.</summary>
    internal sealed record Measurement(double EngineMilliseconds, double ScriptMilliseconds, double CpuSeconds, double PeakMegabytes, string Output);

    /// <summary>Runs a script in a fresh engine of a fresh process.</summary>
    public static Measurement Measure(string script, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(EngineChild).Assembly.Location);
        }

        start.ArgumentList.Add("child");
        start.ArgumentList.Add(script);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length == 0)
        {
            throw new InvalidOperationException("The engine's process failed: " + string.Join(' ', lines));
        }

        var fields = lines[^1].Split(' ', 5);
        double Number(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
        return new Measurement(Number(0), Number(1), Number(2), Number(3), fields.ElementAtOrDefault(4) ?? string.Empty);
    }

    /// <summary>The child's side.</summary>
    public static int Run(string[] arguments)
    {
        var whole = Stopwatch.StartNew();
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        var script = Stopwatch.StartNew();
        var output = shell.AddScript(arguments[0]).Invoke();
        script.Stop();
        whole.Stop();
        if (shell.Streams.Error.Count > 0)
        {
            Console.WriteLine(shell.Streams.Error[0].ToString());
            return 1;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{whole.Elapsed.TotalMilliseconds:F1} {script.Elapsed.TotalMilliseconds:F1} {self.TotalProcessorTime.TotalSeconds:F2} {self.PeakWorkingSet64 / 1e6:F0} {string.Join(' ', output)}"));
        return 0;
    }
}
