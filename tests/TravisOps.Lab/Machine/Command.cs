using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab.Machine;

/// <summary>Runs programs of the machine in a clean environment, so that neither locale nor proxies of the caller leak into a lab.</summary>
internal static class Command
{
    /// <summary>A program with its environment set and its streams redirected, not started yet.</summary>
    public static ProcessStartInfo Prepare(string file, params string[] arguments)
    {
        ProcessStartInfo info = new(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin";
        info.Environment["HOME"] = "/root";
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    /// <summary>Runs a program to its end, with <paramref name="input"/> as its standard input; cancelling kills it and its children.</summary>
    public static async Task<LabExecResult> RunAsync(ProcessStartInfo info, string input, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(info)!;
        try
        {
            Task<string> stdout = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> stderr = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
                process.StandardInput.Close();
            }
            catch (System.IO.IOException)
            {
                // The program ended without reading all of it: its exit code and messages tell why.
            }

            await Task.WhenAll(stdout, stderr, process.WaitForExitAsync(cancellationToken)).ConfigureAwait(false);
            return new(process.ExitCode, await stdout.ConfigureAwait(false), await stderr.ConfigureAwait(false));
        }
        catch (System.OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <exception cref="LabException">It did not; the message is what it said.</exception>
    public static async Task RequireAsync(ProcessStartInfo info, string input, CancellationToken cancellationToken)
    {
        LabExecResult result = await RunAsync(info, input, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new LabException($"'{info.FileName} {string.Join(' ', info.ArgumentList)}' failed with exit code {result.ExitCode}: {result.Stderr.Trim()}");
        }
    }
}
