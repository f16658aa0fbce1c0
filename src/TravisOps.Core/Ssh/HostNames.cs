using System.Globalization;

namespace TravisOps.Ssh;

/// <summary>How messages and pasted commands name a host.</summary>
internal static class HostNames
{
    /// <summary><c>worker-1.example.com</c>, or <c>worker-1 (10.0.0.5:2222)</c> when what is connected to needs saying.</summary>
    public static string Describe(TravisHost host) =>
        host.Address == host.ComputerName && host.Port == 22 ? host.ComputerName : $"{host.ComputerName} ({Endpoint(host)})";

    /// <summary><c>address:port</c>, with brackets around an IPv6 address.</summary>
    public static string Endpoint(TravisHost host) =>
        (host.Address.IndexOf(':') >= 0 ? "[" + host.Address + "]" : host.Address) + ":" + host.Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Arguments for OpenSSH's commands: <c>-p 2222 address</c>.</summary>
    public static string SshArguments(TravisHost host, string? userName) =>
        (host.Port == 22 ? string.Empty : "-p " + host.Port.ToString(CultureInfo.InvariantCulture) + " ") + (userName is null ? string.Empty : userName + "@") + host.Address;
}
