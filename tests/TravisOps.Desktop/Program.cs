using System;
using TravisOps.Checks;
using TravisOps.Installations;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Desktop;

/// <summary>Runs the preflight of one inventory on the .NET Framework build of the core and prints a line a result: host, id, status, message.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
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
}
