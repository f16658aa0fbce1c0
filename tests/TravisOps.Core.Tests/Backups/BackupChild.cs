using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using TravisOps.Backups;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Core.Tests.Backups;

/// <summary>
/// A backup in a process of its own, that can be killed. With these variables this program is that process, and no test runner. It says what it has come to, one
/// line a step, and what its folder sees is told too, so that a moment is a count of these and not a time.
/// </summary>
internal static class BackupChild
{
    private const string Folder = "TRAVISOPS_BACKUP_CHILD", State = "TRAVISOPS_BACKUP_LAB";

    /// <summary>Runs one that backs up a part of the lab's platform the manual's way, which leaves the application alone.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="folder">Gets the backup.</param>
    /// <param name="moment">Gets the steps done so far and says whether it is killed now.</param>
    /// <returns>Its steps, and whether it was killed before its end.</returns>
    public static (int Steps, bool Killed, string Errors) Run(LabInstallation lab, string folder, Func<int, string, bool> moment)
    {
        using var child = Start(lab, folder);
        using var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite, InternalBufferSize = 64 * 1024 };
        var steps = 0;
        var killed = false;
        var gate = new object();
        void Step(string what)
        {
            lock (gate)
            {
                steps++;
                if (!killed && moment(steps, what))
                {
                    // SIGKILL; it has ended by itself when this comes too late.
                    killed = true;
                    child.Kill();
                }
            }
        }

        watcher.Changed += (_, e) => Step("written " + e.Name);
        watcher.Created += (_, e) => Step("created " + e.Name);
        watcher.Renamed += (_, e) => Step("renamed " + e.Name);
        watcher.EnableRaisingEvents = true;
        var errors = child.StandardError.ReadToEndAsync();
        while (child.StandardOutput.ReadLine() is { } line)
        {
            Step("said " + line);
        }

        child.WaitForExit();
        return (steps, child.ExitCode == 128 + 9, errors.GetAwaiter().GetResult());
    }

    private static Process Start(LabInstallation lab, string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BackupChild).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Folder] = folder;
        start.Environment[State] = string.Join('\n', lab.InventoryPath, lab.KeyFilePath, lab.KnownHostsPath);
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void Serve()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
        {
            return;
        }

        string[] state = Environment.GetEnvironmentVariable(State)!.Split('\n');
        var host = InventoryReader.Read(state[0]).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);
        var request = new DataBackupRequest { Destination = folder, Mode = BackupMode.AsManual, Compression = BackupCompression.None, Exclude = ["var/travis/postgresql"] };
        Console.WriteLine("begun");
        DataBackup.Run(host, request, new SshOptions { KeyFilePath = state[1], KnownHostsPath = state[2] }, new Lines(), CancellationToken.None);
        Console.WriteLine("done");
        Environment.Exit(0);
    }

    private sealed class Lines : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => Console.WriteLine(value.Step);
    }
}
