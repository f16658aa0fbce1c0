using System;
using TravisOps.Checks;
using TravisOps.Firewall;
using TravisOps.Installations;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Desktop;

/// <summary>Runs the preflight of one inventory on the .NET Framework build of the core and prints a line a result: host, id, status, message.
/// With <c>firewall</c> before the inventory it looks at the ports instead: host, port, state, detail.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments[0] == "firewall")
        {
            return Firewall(InventoryReader.Read(arguments[1]).Select(null));
        }

        var installation = InventoryReader.Read(arguments[0]).Select(null);
        var options = new SshOptions();
        foreach (var host in installation.Hosts)
        {
            var evidence = HostProbe.Run(host, PreflightPlan.For(host.Role, skipReplicated: false), options, default);
            Console.WriteLine($"{host.ComputerName}\tcipher\t{evidence.Connection.Cipher}\t{evidence.Connection.ServerVersion}");
            foreach (var result in PreflightEvaluator.Evaluate(evidence, skipReplicated: false))
            {
                Console.WriteLine($"{result.ComputerName}\t{result.Id}\t{result.Status}\t{result.Message}");
            }
        }

        return 0;
    }

    private static int Firewall(TravisInstallation installation)
    {
        foreach (var result in LocalFirewall.ProbeAsync(FirewallTargets.FromHere(installation, installation.Hosts), FirewallProbe.DefaultWait, null, default).Result)
        {
            Console.WriteLine($"{result.ComputerName}\t{result.Port}\t{result.State}\t{result.Detail}");
        }

        return 0;
    }
}
