using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using TravisOps.Backups;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Core.Tests.Backups;

/// <summary>A backup in a process of its own, that can be killed. With these variables this program is that process, and no test runner.</summary>
internal static class BackupChild
{
    private const string Folder = "TRAVISOPS_BACKUP_CHILD", State = "TRAVISOPS_BACKUP_LAB";

    /// <summary>Starts one that backs up the lab's platform the manual's way, which leaves the application alone.</summary>
    public static Process Start(LabInstallation lab, string folder)
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

        IReadOnlyList<string> state = Environment.GetEnvironmentVariable(State)!.Split('\n');
        var host = InventoryReader.Read(state[0]).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);
        var request = new DataBackupRequest { Destination = folder, Mode = BackupMode.AsManual, Compression = BackupCompression.None };
        DataBackup.Run(host, request, new SshOptions { KeyFilePath = state[1], KnownHostsPath = state[2] }, null, CancellationToken.None);
        Environment.Exit(0);
    }
}
