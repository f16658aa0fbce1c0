using System;
using System.Threading.Tasks;

namespace TravisOps.Lab;

/// <summary>The tour: starts a lab, shows it, stops it.</summary>
internal static class Tour
{
    public static async Task<int> RunAsync()
    {
        LabPackages.EnsureInstalled(Console.WriteLine);
        LabInstallation lab = await LabInstallation.StartAsync(new()).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            foreach (LabHost host in lab.Hosts)
            {
                Console.WriteLine($"{host.Name,-20} {host.Address}");
            }
        }

        return 0;
    }
}
