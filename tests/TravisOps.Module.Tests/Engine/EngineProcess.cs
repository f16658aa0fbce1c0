using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Module.Tests.Engine;

/// <summary>A PowerShell engine in a process of its own: what is loaded into a process can't be unloaded, so some tests need a new one.</summary>
internal static class EngineProcess
{
    /// <summary>Runs a script in a new process, TravisOps not imported, and returns what it wrote, one object a line.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="under">A program that runs it, with its arguments, such as strace.</param>
    public static async Task<EngineProcessResult> RunAsync(string script, CancellationToken cancellationToken, params string[] under)
    {
        string[] command = [.. under, "dotnet"];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(EngineProcess).Assembly.Location);
        start.ArgumentList.Add("--engine");

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(script.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new EngineProcessResult(
            process.ExitCode,
            (await output).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries),
            await error);
    }

    /// <summary>The other side of <see cref="RunAsync"/>.</summary>
    public static int Serve(TextReader input, TextWriter output, TextWriter error)
    {
        using var engine = new EngineHost(import: false);
        var result = engine.Run(input.ReadToEnd());
        foreach (var item in result.Output)
        {
            output.WriteLine(item);
        }

        foreach (var record in result.Errors)
        {
            error.WriteLine(record);
        }

        return result.Errors.Count == 0 ? 0 : 1;
    }
}

/// <summary>What a process wrote.</summary>
internal sealed record EngineProcessResult(int ExitCode, string[] Output, string Error);
