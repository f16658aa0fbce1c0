using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Backups;

/// <summary>
/// A drill on this machine, with its PostgreSQL programs. One shell does it all and cleans up behind itself, whatever ends it: it is told to
/// stop by a signal, and when this process dies its input ends.
/// </summary>
internal static class LocalDrill
{
    /// <summary>How long the shell may take to remove what it made.</summary>
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Each step is a job that is waited for, so that a signal is obeyed at once; only making the cluster, which takes seconds, is let come to its end. A server
    /// that is ended takes its clients along.
    /// </summary>
    private const string Flow = """

        job= phase=begin
        stop() {
            trap '' INT TERM HUP
            # All that there are: a signal can come before the job has its number here.
            [ $phase != begin ] || wait
            drill_end
            exit 1
        }
        trap stop INT TERM HUP
        trap '' PIPE
        exec 3<&0 </dev/null
        drill_begin 3<&- & job=$!
        if wait "$job"; then
            phase=restore
            drill_restore <&3 3<&- & job=$!
            if wait "$job"; then
                drill_look 3<&- & job=$!
                wait "$job"
            fi
        fi
        trap '' INT TERM HUP
        drill_end
        """;

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? WhyNot => File.Exists("/bin/sh") ? null : "a drill needs a POSIX shell and PostgreSQL's programs on this machine; give a Linux host with -DrillComputerName";

    /// <summary>Restores a dump, or a cluster's files, and reads what is in it.</summary>
    /// <param name="drill">For what is to be restored.</param>
    /// <param name="data">What is to be restored; nothing counts before it was read to its end.</param>
    /// <param name="cancellationToken">Ends it; nothing stays behind.</param>
    public static DrillAnswer Run(DrillScript drill, Stream data, CancellationToken cancellationToken)
    {
        using var process = Start(drill.Text() + Flow);
        var lines = new List<string>();
        var reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }, CancellationToken.None);
        var complaining = Task.Run(process.StandardError.ReadToEnd, CancellationToken.None);
        using (cancellationToken.Register(() => Terminate(process)))
        {
            try
            {
                Send(data, process.StandardInput.BaseStream);
            }
            catch
            {
                // The data itself can't be read, or the person pressed Ctrl+C.
                Terminate(process);
                process.WaitForExit((int)CleanUpLimit.TotalMilliseconds);
                throw;
            }

            process.WaitForExit();
            reading.Wait(CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        complaining.Wait(CancellationToken.None);
        return DrillAnswer.Read(lines);
    }

    /// <summary>Sends it. When the shell takes no more it says why itself.</summary>
    private static void Send(Stream data, Stream input)
    {
        var buffer = new byte[256 * 1024];
        int count;
        while ((count = data.Read(buffer, 0, buffer.Length)) > 0)
        {
            try
            {
                input.Write(buffer, 0, count);
                input.Flush();
            }
            catch (IOException)
            {
                return;
            }
        }

        try
        {
            input.Close();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    private static Process Start(string script)
    {
        ProcessStartInfo info = new("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // net472 has no list of arguments: the text goes in the environment, which holds no secret either.
        info.Arguments = "-c \"eval \\\"$TRAVISOPS_DRILL\\\"\"";
        info.Environment["TRAVISOPS_DRILL"] = script;
        info.Environment["LC_ALL"] = "C";
        foreach (var name in (string[])["PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGSERVICE", "PGOPTIONS", "PGDATA"])
        {
            info.Environment.Remove(name);
        }

        return Process.Start(info)!;
    }

    private static void Terminate(Process process)
    {
        try
        {
            using var kill = Process.Start(new ProcessStartInfo("/bin/kill", "-TERM " + process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) { UseShellExecute = false });
            kill?.WaitForExit();
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
