using System.Globalization;

namespace TravisOps.Ssh;

/// <summary>The command of this module that adds a host's keys where the run that met them looks.</summary>
internal static class AddHostKey
{
    public static string Command(TravisHost host, SshOptions options)
    {
        if (options.Inventory is { } inventory)
        {
            return $"Add-TravisHostKey -ComputerName {host.ComputerName}{Argument("Name", inventory.Name)}{Argument("InventoryPath", inventory.Path)}{Argument("KnownHostsPath", options.KnownHostsPath)}";
        }

        // known_hosts knows a host by its address and port alone, so that these are enough, whatever the installation is.
        var port = host.Port == TravisHost.DefaultPort ? string.Empty : " -Port " + host.Port.ToString(CultureInfo.InvariantCulture);
        return $"New-TravisInstallation -Platform {host.Address}{port} | Add-TravisHostKey{Argument("KnownHostsPath", options.KnownHostsPath ?? host.KnownHostsPath)}";
    }

    private static string Argument(string name, string? value) => value is null ? string.Empty : $" -{name} {PowerShellWord.Quote(value)}";
}
