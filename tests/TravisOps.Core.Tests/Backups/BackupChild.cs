using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Backups;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Core.Tests.Backups;

/// <summary>
/// Backups in a process of its own, that can be killed. With its argument this program is that process, and no test runner. It makes several at once, each into a
/// folder of its own, so that one kill finds each at a moment of its own: a start of the runtime costs more than a backup. They say what
/// they have come to, one line a step, and what their folders see is told too, so that a moment is a count of these and not a time.
/// </summary>
internal static class BackupChild
{
    /// <summary>The argument.</summary>
    public const string Argument = "--backups";

    private const string Folder = "TRAVISOPS_BACKUP_CHILD", State = "TRAVISOPS_BACKUP_LAB", Done = "done";

    /// <summary>Runs it until it ends or is killed.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="folder">Gets a folder for each backup, named by a number from 0.</param>
    /// <param name="count">How many backups.</param>
    /// <param name="mode">How. The manual's way takes a part of the platform only and leaves the application alone.</param>
    /// <param name="moment">Gets a backup, its steps so far and the last of them, and says whether the process is killed now.</param>
    /// <returns>For each backup its steps, and whether it was killed before its end.</returns>
    public static (IReadOnlyList<(int Steps, bool Killed)> Backups, string Errors) Run(LabInstallation lab, string folder, int count, BackupMode mode, Func<int, int, string, bool> moment)
    {
        for (var i = 0; i < count; i++)
        {
            Directory.CreateDirectory(Path.Combine(folder, Name(i)));
        }

        using var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite, IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        var steps = new int[count];
        var done = new bool[count];
        Process? child = null;
        var killed = false;
        var gate = new object();
        void Step(int backup, string what)
        {
            lock (gate)
            {
                steps[backup]++;
                done[backup] |= what == "said " + Done;
                if (!killed && moment(backup, steps[backup], what))
                {
                    // SIGKILL; it has ended by itself when this comes too late.
                    killed = true;
                    child!.Kill();
                }
            }
        }

        void Seen(string how, string? path)
        {
            if (path?.Split('/') is [var backup, var name])
            {
                Step(int.Parse(backup, CultureInfo.InvariantCulture), how + " " + name);
            }
        }

        watcher.Changed += (_, e) => Seen("written", e.Name);
        watcher.Created += (_, e) => Seen("created", e.Name);
        watcher.Renamed += (_, e) => Seen("renamed", e.Name);
        lock (gate)
        {
            child = Start(lab, folder, count, mode);
        }

        using (child)
        {
            watcher.EnableRaisingEvents = true;
            var errors = child.StandardError.ReadToEndAsync();
            while (child.StandardOutput.ReadLine() is { } line)
            {
                var words = line.Split(' ', 2);
                Step(int.Parse(words[0], CultureInfo.InvariantCulture), "said " + words[1]);
            }

            child.WaitForExit();
            return ([.. steps.Select((number, i) => (number, child.ExitCode == 128 + 9 && !done[i]))], errors.GetAwaiter().GetResult());
        }
    }

    /// <summary>The folder of a backup, below the one that was given.</summary>
    public static string Name(int backup) => backup.ToString(CultureInfo.InvariantCulture);

    private static Process Start(LabInstallation lab, string folder, int count, BackupMode mode)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BackupChild).Assembly.Location, Argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Folder] = folder;
        start.Environment[State] = string.Join('\n', lab.InventoryPath, lab.KeyFilePath, lab.KnownHostsPath, Name(count), mode.ToString());
        return Process.Start(start)!;
    }

    /// <summary>Makes them, and ends when the last has.</summary>
    /// <returns>The exit code.</returns>
    public static int Serve()
    {
        var folder = Environment.GetEnvironmentVariable(Folder)!;
        string[] state = Environment.GetEnvironmentVariable(State)!.Split('\n');
        var host = InventoryReader.Read(state[0]).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);
        var options = new SshOptions { KeyFilePath = state[1], KnownHostsPath = state[2] };
        var count = int.Parse(state[3], CultureInfo.InvariantCulture);
        var mode = Enum.Parse<BackupMode>(state[4]);
        var threads = new List<Thread>();
        for (var i = 0; i < count; i++)
        {
            var name = Name(i);
            var request = new DataBackupRequest
            {
                Destination = Path.Combine(folder, name), Mode = mode, Compression = BackupCompression.None, Exclude = mode == BackupMode.AsManual ? ["var/travis/postgresql"] : [],
            };
            var thread = new Thread(() =>
            {
                DataBackup.Run(host, request, options, new Lines(name), CancellationToken.None);
                Console.WriteLine(name + " " + Done);
            });
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(thread => thread.Join());
        return 0;
    }

    private sealed class Lines(string name) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => Console.WriteLine(name + " " + value.Step);
    }
}
