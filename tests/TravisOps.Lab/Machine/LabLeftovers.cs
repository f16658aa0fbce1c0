using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab.Machine;

/// <summary>
/// Removes every trace of a lab, whether it ended in order or was killed. Mounts, the bridge and the hosts' network namespaces go
/// with the lab's processes; what is left to remove by hand is here.
/// </summary>
internal static class LabLeftovers
{
    private const string ControlGroups = "/sys/fs/cgroup";

    /// <summary>Removes what is left of the lab that had this slot. Finding nothing is fine.</summary>
    public static async Task RemoveAsync(LabSlot slot, CancellationToken cancellationToken)
    {
        await KillProcessesAsync(slot.RunDirectory, cancellationToken).ConfigureAwait(false);
        if (Directory.Exists($"/sys/class/net/{slot.Interface}"))
        {
            // It may vanish meanwhile: the kernel removes it once the namespace of its other end is gone.
            await Command.RunAsync(Command.Prepare("ip", "link", "delete", slot.Interface), "", cancellationToken).ConfigureAwait(false);
        }

        RemoveControlGroups(slot.Number);
        if (Directory.Exists(slot.RunDirectory))
        {
            Directory.Delete(slot.RunDirectory, recursive: true);
        }
    }

    private static async Task KillProcessesAsync(string runDirectory, CancellationToken cancellationToken)
    {
        // A lab's processes are the lab's by the scripts they run; killing process 1 of its pid namespace ends all others.
        string mark = $"{runDirectory}/lib/";
        while (true)
        {
            bool found = false;
            foreach (int pid in ProcessesWith(mark))
            {
                found = true;
                try
                {
                    using Process process = Process.GetProcessById(pid);
                    process.Kill();
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException)
                {
                    // Gone meanwhile.
                }
            }

            if (!found)
            {
                return;
            }

            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<int> ProcessesWith(string mark)
    {
        List<int> pids = [];
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                continue;
            }

            try
            {
                // A process that is dying but not reaped yet has an empty command line.
                if (File.ReadAllText($"{directory}/cmdline").Contains(mark, StringComparison.Ordinal))
                {
                    pids.Add(pid);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile.
            }
        }

        return pids;
    }

    /// <summary>Docker leaves the groups of containers that died with it: one tree under cgroup v2, one a controller under v1.</summary>
    private static void RemoveControlGroups(int number)
    {
        if (!Directory.Exists(ControlGroups))
        {
            return;
        }

        foreach (string hierarchy in (string[])[ControlGroups, .. Directory.GetDirectories(ControlGroups)])
        {
            RemoveTree($"{hierarchy}/travisops-lab/{number}");
            TryRemove($"{hierarchy}/travisops-lab");
        }
    }

    private static void RemoveTree(string group)
    {
        if (!Directory.Exists(group))
        {
            return;
        }

        foreach (string child in Directory.GetDirectories(group))
        {
            RemoveTree(child);
        }

        TryRemove(group);
    }

    private static void TryRemove(string group)
    {
        try
        {
            // rmdir: the files in a control group are the kernel's and go with it.
            if (Directory.Exists(group))
            {
                Directory.Delete(group);
            }
        }
        catch (IOException)
        {
            // Another lab's groups are in it.
        }
    }
}
