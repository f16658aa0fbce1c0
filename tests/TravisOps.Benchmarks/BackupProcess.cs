using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Backups;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Benchmarks;

/// <summary>One backup in a process of its own, without lab and without engine. Its last line on standard output is the measurement.</summary>
/// <param name="Seconds">Wall time of the backup, everything counted.</param>
/// <param name="FlowingSeconds">Of these, data came.</param>
/// <param name="CpuSeconds">CPU of the process.</param>
/// <param name="BeforeMegabytes">Resident memory of the process when it began.</param>
/// <param name="PeakMegabytes">The same at its peak.</param>
/// <param name="Entries">Entries in the archive.</param>
internal sealed record BackupProcess(double Seconds, double FlowingSeconds, double CpuSeconds, double BeforeMegabytes, double PeakMegabytes, int Entries)
{
    /// <summary>The word that makes <c>Program</c> run the child's side.</summary>
    public const string Argument = "backup-child";

    /// <summary>Runs it.</summary>
    public static BackupProcess Run(LabInstallation lab, string folder, BackupCompression compression)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BackupProcess).Assembly.Location);
        }

        foreach (var argument in new[] { Argument, lab.InventoryPath, lab.KeyFilePath, lab.KnownHostsPath, folder, compression.ToString() })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length == 0)
        {
            throw new InvalidOperationException("The backup's process failed: " + string.Join(' ', lines));
        }

        var fields = lines[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new BackupProcess(fields[0], fields[1], fields[2], fields[3], fields[4], (int)fields[5]);
    }

    /// <summary>The child's side.</summary>
    public static int Child(string[] arguments)
    {
        var host = InventoryReader.Read(arguments[0]).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);
        var options = new SshOptions { KeyFilePath = arguments[1], KnownHostsPath = arguments[2] };
        var request = new DataBackupRequest { Destination = arguments[3], Mode = BackupMode.AsManual, Compression = Enum.Parse<BackupCompression>(arguments[4]) };
        var before = Environment.WorkingSet;
        var watch = Stopwatch.StartNew();
        var result = DataBackup.Run(host, request, options, null, CancellationToken.None);
        watch.Stop();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{watch.Elapsed.TotalSeconds:F3} {result.Size / result.BytesPerSecond:F3} {self.TotalProcessorTime.TotalSeconds:F2} {before / 1e6:F1} {self.PeakWorkingSet64 / 1e6:F1} {result.Entries}"));
        return 0;
    }
}
