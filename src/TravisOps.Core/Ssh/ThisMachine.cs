using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace TravisOps.Ssh;

/// <summary>Commands for a person to run on this machine, in the PowerShell that our own commands run in, with the tools that its system has.</summary>
/// <param name="isWindows">Windows: its tools for the network are PowerShell's.</param>
/// <param name="isMacOS">macOS: ssh-copy-id and nc are there, the tools of Linux are not.</param>
internal sealed class ThisMachine(bool isWindows, bool isMacOS)
{
    /// <summary>The one that this runs on.</summary>
    public static ThisMachine Current { get; } = new(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), RuntimeInformation.IsOSPlatform(OSPlatform.OSX));

    /// <summary>A host of an installation, for what is the same in any shell.</summary>
    public static ThisMachine Linux { get; } = new(isWindows: false, isMacOS: false);

    /// <summary>Tells whether a port can be reached.</summary>
    public string ReachPort(string address, int port) => isWindows ? $"Test-NetConnection {address} -Port {Number(port)}" : $"nc -vz {address} {Number(port)}";

    /// <summary>Shows the first line of what answers at a port.</summary>
    public string SeeWhatAnswers(string address, int port) => isWindows
        ? $"[IO.StreamReader]::new([Net.Sockets.TcpClient]::new('{address}', {Number(port)}).GetStream()).ReadLine()"
        : $"nc {address} {Number(port)}";

    /// <summary>Shows the way to an address, or to the first that a name has: the tools of Windows and Linux take no name.</summary>
    public string FindRoute(string address)
    {
        var isName = !IPAddress.TryParse(address, out _);
        return isWindows ? $"Find-NetRoute -RemoteIPAddress {(isName ? $"(Resolve-DnsName {address} | Where-Object IPAddress)[0].IPAddress" : address)}"
            : isMacOS ? $"route -n get {address}"
            : $"ip route get {(isName ? $"\"$(getent ahosts {address} | awk 'NR == 1 {{ print $1 }}')\"" : address)}";
    }

    /// <summary>Looks up a name, and shows who is asked.</summary>
    public string Resolve(string name) => isWindows
        ? $"Resolve-DnsName {name}; Get-DnsClientServerAddress"
        : isMacOS ? $"dscacheutil -q host -a name {name}; scutil --dns" : $"getent ahosts {name}; cat /etc/resolv.conf";

    /// <summary>Shows a TLS handshake. PowerShell has no redirection from a file.</summary>
    public static string TlsHandshake(string address, int port, string serverName) => $"'' | openssl s_client -connect {address}:{Number(port)} -servername {serverName}";

    /// <summary>Puts a key's public half on a host.</summary>
    /// <param name="path">The private key file.</param>
    /// <param name="isPutty">It is in PuTTY's format, which OpenSSH's tools can't read.</param>
    /// <param name="target">Arguments for ssh.</param>
    public string AuthorizeKey(string path, bool isPutty, string target)
    {
        var key = PowerShellWord.Quote(path);

        // What PowerShell pipes into a program on Windows has its line ends.
        var append = $"ssh {target} 'umask 077; mkdir -p ~/.ssh; tr -d \\\\r >>~/.ssh/authorized_keys'";
        return (isPutty, isWindows) switch
        {
            (true, true) => $"open {key} in PuTTYgen and add what it shows for pasting to ~/.ssh/authorized_keys there",
            (true, false) => $"puttygen -L {key} | {append}",
            (false, true) => $"ssh-keygen -y -f {key} | {append}",
            (false, false) => $"ssh-copy-id -i {key} {target}",
        };
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
