using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab.Machine;

/// <summary>The directory by which a lab is used: inventory, known_hosts, keys, passwords, logs, and <c>ready</c>.</summary>
internal sealed partial class StateFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly LabPlan _plan;

    /// <summary>Opens or makes the directory, for its owner only.</summary>
    /// <exception cref="LabException">It has files that are no lab's.</exception>
    public StateFiles(string directory, LabPlan plan)
    {
        Directory = Path.GetFullPath(directory);
        _plan = plan;
        bool known = System.IO.Directory.Exists(Directory) && System.IO.Directory.EnumerateFileSystemEntries(Directory).Any();
        if (known && !File.Exists(KeyFile))
        {
            throw new LabException($"'{Directory}' has files that are no lab's. Give a directory that is new, empty or from an earlier lab.");
        }

        System.IO.Directory.CreateDirectory(Directory);
        File.SetUnixFileMode(Directory, Private);
        File.Delete(Ready);
    }

    public string Directory { get; }

    public string Inventory => Path.Combine(Directory, "travisops.yml");

    public string KnownHosts => Path.Combine(Directory, "known_hosts");

    public string KeyFile => Path.Combine(Directory, "id_ed25519");

    public string Logs => Path.Combine(Directory, "log");

    public string Ready => Path.Combine(Directory, "ready");

    /// <summary>Makes the keys and passwords that are missing, and writes known_hosts and the inventory.</summary>
    public async Task WriteAsync(string library, CancellationToken cancellationToken)
    {
        string[] arguments = [$"{library}/keys.sh", Directory, .. _plan.Hosts.Select(h => h.Name)];
        await Command.RequireAsync(Command.Prepare("bash", arguments), "", cancellationToken).ConfigureAwait(false);
        if (_plan.Hosts.Any(host => host.Services.Contains("database")))
        {
            string key = await File.ReadAllTextAsync(Path.Combine(Directory, "encryption-key"), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(Directory, "database-rows.sql"), LabDatabase.Rows(key), cancellationToken).ConfigureAwait(false);
        }

        await File.WriteAllLinesAsync(KnownHosts, _plan.Hosts.SelectMany(KnownHostsLines), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Inventory, InventoryText(), cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<string> KnownHostsLines(LabPlanHost host)
    {
        KnownHostsFault fault = host.Faults.Select(f => f.KnownHosts).FirstOrDefault(k => k != KnownHostsFault.None);
        if (fault == KnownHostsFault.Missing)
        {
            return [];
        }

        if (fault == KnownHostsFault.Changed)
        {
            return [$"{host.Address} ssh-ed25519 {Convert.ToBase64String(ForeignKey())}"];
        }

        List<string> lines = [];
        foreach (string type in (string[])["ed25519", "ecdsa", "rsa"])
        {
            string[] key = File.ReadAllText(Path.Combine(Directory, "hostkeys", host.Name, $"ssh_host_{type}_key.pub")).Split(' ');
            lines.Add($"{host.Address} {key[0]} {key[1]}");
        }

        return fault == KnownHostsFault.Revoked ? [.. lines, .. lines.Select(l => $"@revoked {l}")] : lines;
    }

    /// <summary>An Ed25519 public key in SSH's wire format that nobody has the private half of.</summary>
    private static byte[] ForeignKey() =>
        [0, 0, 0, 11, .. Encoding.ASCII.GetBytes("ssh-ed25519"), 0, 0, 0, 32, .. RandomNumberGenerator.GetBytes(32)];

    private string InventoryText()
    {
        StringBuilder text = new();
        text.Append("default: lab\ninstallations:\n  lab:\n    publicHostName: travis.lab.test\n    user: ops\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    keyFile: {Scalar(KeyFile)}\n    knownHostsFile: {Scalar(KnownHosts)}\n");
        foreach (LabPlanHost host in _plan.Hosts)
        {
            if (host.Role == LabRole.Platform)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    platform:\n      host: {host.Name}\n      address: {host.Address}\n");
                continue;
            }

            if (host == _plan.Hosts[1])
            {
                text.Append("    workers:\n");
            }

            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"      - host: {host.Name}\n        address: {host.Address}\n");
        }

        return text.ToString();
    }

    /// <summary>A path as a YAML scalar: plain where that is safe.</summary>
    private static string Scalar(string path) =>
        PlainPath().IsMatch(path) ? path : $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^/[A-Za-z0-9_./-]*$")]
    private static partial Regex PlainPath();
}
