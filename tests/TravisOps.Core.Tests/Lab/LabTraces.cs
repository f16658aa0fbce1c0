using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;

namespace TravisOps.Core.Tests.Lab;

/// <summary>What one lab puts on this machine, to see later whether any of it is still there. Other labs may run meanwhile.</summary>
internal sealed class LabTraces
{
    private readonly string _number;
    private readonly HashSet<string> _namespaces;

    private LabTraces(string number, HashSet<string> namespaces)
    {
        _number = number;
        _namespaces = namespaces;
    }

    /// <summary>Notes the namespaces of a running lab's hosts.</summary>
    public static async Task<LabTraces> OfAsync(LabInstallation lab, CancellationToken cancellationToken)
    {
        HashSet<string> namespaces = [];
        foreach (LabHost host in lab.Hosts)
        {
            LabExecResult result = await host.ExecAsync("readlink /proc/self/ns/net /proc/self/ns/pid /proc/self/ns/mnt", cancellationToken);
            namespaces.UnionWith(result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return new(lab.Platform.Address.Split('.')[2], namespaces);
    }

    /// <summary>The traces of a lab known only by its platform's address: everything but its namespaces.</summary>
    public static LabTraces OfNumber(string platformAddress) => new(platformAddress.Split('.')[2], []);

    /// <summary>The processes of the lab's scripts and those in its namespaces.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => n.All(char.IsAsciiDigit)).Select(int.Parse).Where(IsOurs),
    ];

    /// <summary>The lab's first process.</summary>
    public int Supervisor() => Processes().First(pid => CommandLine(pid).StartsWith($"bash\0/run/travisops-lab/{_number}/lib/lab.sh\0", StringComparison.Ordinal));

    /// <summary>Everything that is there: processes, interface, mounts, loop devices, control groups, directory.</summary>
    public IReadOnlyList<string> Find()
    {
        List<string> found = [.. Processes().Select(pid => $"process {pid} {CommandLine(pid).Replace('\0', ' ')}")];
        if (Directory.Exists($"/sys/class/net/tlab{_number}"))
        {
            found.Add($"interface tlab{_number}");
        }

        // Process 1 has the machine's mounts, whatever namespace the tests may run in.
        found.AddRange(new[] { "/proc/1/mountinfo", "/proc/self/mountinfo" }.SelectMany(File.ReadLines).Where(l => l.Contains($"travisops-lab/{_number}/", StringComparison.Ordinal)));
        found.AddRange(Directory.EnumerateFiles("/sys/block", "backing_file", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
            .Where(f => File.ReadAllText(f).Contains($"travisops-lab/{_number}/", StringComparison.Ordinal)));
        string[] hierarchies = Directory.Exists("/sys/fs/cgroup") ? ["/sys/fs/cgroup", .. Directory.GetDirectories("/sys/fs/cgroup")] : [];
        found.AddRange(hierarchies.Select(h => $"{h}/travisops-lab/{_number}").Append($"/run/travisops-lab/{_number}").Where(Directory.Exists));
        return found;
    }

    private bool IsOurs(int pid)
    {
        if (CommandLine(pid).Contains($"/run/travisops-lab/{_number}/lib/", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            return new[] { "net", "pid", "mnt" }.Any(kind => new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget is { } target && _namespaces.Contains(target));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
