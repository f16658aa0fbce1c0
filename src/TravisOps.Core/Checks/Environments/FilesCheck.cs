using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Checks.Environments;

internal sealed class FilesCheck() : Check(
    "Environment.Files",
    "The files that matter (settings of Docker, Replicated, the worker, apt, sudo, sshd, names, firewalls): which were changed in the last 3 days, and whether everybody may write one",
    "none that everybody may write",
    "Operations manual, \"Your setup\" (\"Did you change anything lately\"); the number of days is ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, EnvironmentItems.Files) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(EnvironmentItems.Files.Name)!;
        if (FileFacts.Parse(item) is not { Count: > 0 } files)
        {
            // Each host has an /etc/hosts at the least.
            return [Obstacle.Unreadable(item, "when files were changed")];
        }

        var open = files.Where(file => file.Mode.Length > 0 && file.Mode[file.Mode.Length - 1] is '2' or '3' or '6' or '7').ToList();
        var recent = files.Where(file => host.CollectedAt - file.Modified <= Requirements.ChangeRecentTime).OrderByDescending(file => file.Modified).ToList();
        var told = recent.Count == 0
            ? "no file that matters was changed in the last 3 days"
            : $"changed in the last 3 days: {string.Join(", ", recent.Take(8).Select(Words))}{(recent.Count > 8 ? $" and {recent.Count - 8} more (Get-TravisEnvironment)" : string.Empty)}";
        if (open.Count > 0)
        {
            return
            [
                new Finding(CheckStatus.Warn, $"Everybody on the machine may write {string.Join(", ", open.Select(file => file.Path))}; {told}.")
                {
                    Actual = string.Join(", ", open.Select(file => $"{file.Path} {file.Mode} {file.Owner}")),
                    Item = item,
                    Line = $"{open[0].Path} {open[0].Mode} {open[0].Owner}",
                    Remedy = $"sudo chmod o-w {string.Join(" ", open.Select(file => Paste.Word(file.Path)))}",
                },
            ];
        }

        return
        [
            new Finding(CheckStatus.Pass, char.ToUpperInvariant(told[0]) + told.Substring(1) + ".")
            {
                Actual = recent.Count.ToString(CultureInfo.InvariantCulture) + " changed",
                Item = item,
                Line = recent.Count == 0 ? null : Words(recent[0]),
            },
        ];
    }

    private static string Words(FileFacts file) => $"{file.Path} at {file.Modified.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}";
}
