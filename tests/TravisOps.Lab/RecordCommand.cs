using System;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Lab.Terminal;

namespace TravisOps.Lab;

/// <summary><c>record</c>: gathers the evidence of the tour's scenario anew, for machines where no lab can run.</summary>
internal static class RecordCommand
{
    public static async Task<int> RunAsync(string folder)
    {
        LabPackages.EnsureInstalled(Console.WriteLine);
        LabInstallation lab = await LabInstallation.StartAsync(new() { Scenario = Tour.Scenario, Workers = Tour.Workers }).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            using TourSession session = new(Console.Out);
            return session.Type($"Import-Module '{Repository.ManifestPath}'")
                && session.Type($"Save-TravisEvidence -InventoryPath '{lab.InventoryPath}' -Path '{Path.GetFullPath(folder)}'")
                ? 0
                : 1;
        }
    }
}
