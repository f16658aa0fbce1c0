using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TravisOps.Benchmarks;

/// <summary>Many hosts behind one key: their inventory for us, and the same list for the peers.</summary>
internal sealed class Fleet : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-fleet-").FullName;

    public Fleet(IReadOnlyList<string> addresses, int port, string keyFilePath, string knownHostsPath)
    {
        Size = addresses.Count;
        Port = port;
        KeyFilePath = keyFilePath;
        KnownHostsPath = knownHostsPath;
        InventoryPath = Path.Combine(_folder, "travisops.yml");
        HostListPath = Path.Combine(_folder, "hosts");
        File.WriteAllLines(HostListPath, addresses);
        File.WriteAllLines(
            InventoryPath,
            [
                "installations:",
                "  fleet:",
                string.Create(CultureInfo.InvariantCulture, $"    port: {port}"),
                "    user: root",
                "    keyFile: " + keyFilePath,
                "    knownHostsFile: " + knownHostsPath,
                "    platform: " + addresses[0],
                "    workers:",
                .. addresses.Skip(1).Select(address => "      - " + address),
            ]);
    }

    /// <summary>How many hosts.</summary>
    public int Size { get; }

    /// <summary>Their SSH port.</summary>
    public int Port { get; }

    /// <summary>The key that all of them take.</summary>
    public string KeyFilePath { get; }

    /// <summary>Their host keys.</summary>
    public string KnownHostsPath { get; }

    /// <summary>For the module.</summary>
    public string InventoryPath { get; }

    /// <summary>One address a line, for the peers.</summary>
    public string HostListPath { get; }

    /// <summary>Removes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
