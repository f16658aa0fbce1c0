using System.Collections.Generic;
using System.Globalization;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Checks.Environments;

internal sealed class RebootCheck() : Check(
    "Environment.Reboot",
    "Whether an upgrade waits for a reboot to be in force",
    "no /var/run/reboot-required",
    "Operations manual, \"Your setup\" (\"Did you change anything lately\")")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, EnvironmentItems.Machine) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(EnvironmentItems.Machine.Name)!;
        if (MachineFacts.Parse(item) is not { } machine)
        {
            return [Obstacle.Unreadable(item, "whether a reboot is wanted")];
        }

        var up = machine.Booted is { } booted ? $"The machine is up since {booted.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}" : "It is not told when the machine started";
        if (machine.RebootWantedSince is not { } wanted)
        {
            return [new Finding(CheckStatus.Pass, up + ", and no upgrade waits for a reboot.") { Actual = "none", Item = item }];
        }

        var by = machine.RebootWantedBy.Count == 0 ? "an upgrade" : "the upgrade of " + string.Join(", ", machine.RebootWantedBy);
        return
        [
            new Finding(CheckStatus.Warn, $"{up}; {by} waits for a reboot since {wanted.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}: what runs is older than what is installed.")
            {
                Actual = by,
                Item = item,
                Line = "/var/run/reboot-required",
                Remedy = host.Role == TravisRole.Worker
                    ? $"Let its jobs end first: Restart-TravisWorker -ComputerName {host.ComputerName}; then on it, when no job runs: sudo reboot"
                    : "When no build runs: sudo /usr/local/bin/replicatedctl app stop --attach; sudo reboot; and once the machine is up: sudo /usr/local/bin/replicatedctl app start --attach   # what was stopped so stays stopped, over a reboot too",
            },
        ];
    }
}
