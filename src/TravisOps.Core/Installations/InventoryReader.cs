using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;

namespace TravisOps.Installations;

/// <summary>Reads an inventory. Whatever is wrong with it becomes one <see cref="InventoryException"/> that says where and what was expected.</summary>
public static class InventoryReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InventoryException">It can't be read, or it is not an inventory.</exception>
    public static Inventory Read(string path)
    {
        var fullPath = Path.GetFullPath(path);
        return Parse(InventoryBytes.Read(fullPath).Text, fullPath);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="path">The full path of the file: for messages, and because relative paths start at its folder. It is not opened.</param>
    /// <exception cref="InventoryException">It is not an inventory.</exception>
    public static Inventory Parse(string text, string path)
    {
        var root = YamlTree.Parse(text, path)
            ?? throw Origin.InFile(path, 1, 1).Error("the file is empty; the key 'installations' is expected, with a mapping of installation names under it");
        var file = YamlValue.Mapping(root, "the keys of an inventory (default, installations)");
        InventoryKeys.Check(file, InventoryKeys.OfFile);
        var entry = file.Find(InventoryKeys.Installations)
            ?? throw file.Origin.Error("the key 'installations' is missing");
        var installations = ReadInstallations(YamlValue.Mapping(entry.Value, "installation names, each with its settings under it,"), Path.GetDirectoryName(path)!);
        return new Inventory(path, installations, ReadDefault(file.Find(InventoryKeys.Default), installations));
    }

    private static ReadOnlyCollection<TravisInstallation> ReadInstallations(YamlMapping mapping, string folder)
    {
        if (mapping.Entries.Count == 0)
        {
            throw mapping.Origin.Error("there is no installation under 'installations'; a name with its settings under it is expected");
        }

        var installations = new List<TravisInstallation>();
        var names = new Dictionary<string, Origin>(StringComparer.OrdinalIgnoreCase);
        var hosts = 0;
        foreach (var entry in mapping.Entries)
        {
            var name = YamlValue.Text(entry.Key, "an installation name", SettingValues.InstallationNameProblem);
            if (names.TryGetValue(name, out var first))
            {
                throw entry.Key.Origin.Error($"the installation {ValueText.Show(name)} is there twice, upper and lower case being the same; the first time at {first}");
            }

            names.Add(name, entry.Key.Origin);
            var installation = InstallationAssembler.Assemble(ReadInstallation(name, entry, folder), hosts);
            hosts += 1 + installation.Workers.Count;
            installations.Add(installation);
        }

        return installations.AsReadOnly();
    }

    private static InstallationSpec ReadInstallation(string name, YamlEntry entry, string folder)
    {
        var mapping = YamlValue.Mapping(entry.Value, $"the settings of the installation {ValueText.Show(name)}");
        InventoryKeys.Check(mapping, InventoryKeys.OfInstallation);
        var platform = mapping.Find(InventoryKeys.Platform)
            ?? throw entry.Key.Origin.Error($"the installation {ValueText.Show(name)} has no 'platform'; the name of the platform machine is expected");
        return new InstallationSpec
        {
            Name = name,
            BaseDirectory = folder,
            PublicHostName = YamlValue.Text(mapping.Find(InventoryKeys.PublicHostName), "a host name", HostName.Problem),
            Settings = ReadSettings(mapping, folder),
            Platform = ReadHost(platform.Value, folder),
            Workers = ReadWorkers(mapping.Find(InventoryKeys.Workers), folder),
        };
    }

    private static List<HostSpec> ReadWorkers(YamlEntry? entry, string folder)
    {
        // 'workers:' with every entry commented out is an installation without workers.
        if (entry is null or { Value: YamlScalar { IsEmpty: true } })
        {
            return [];
        }

        if (entry.Value is not YamlSequence list)
        {
            throw entry.Value.Origin.Error($"a list of hosts is expected (each on a line of its own, after '- '), found {entry.Value.Kind}");
        }

        var workers = new List<HostSpec>();
        foreach (var item in list.Items)
        {
            workers.Add(ReadHost(item, folder));
        }

        return workers;
    }

    private static HostSpec ReadHost(YamlNode node, string folder)
    {
        const string Expected = "a host name, or a mapping with 'host'";
        if (node is not YamlMapping mapping)
        {
            var hint = node is YamlSequence ? Expected + " (a name that begins with '[' needs quotes)," : Expected;
            return new HostSpec { Host = YamlValue.Text(node, hint, HostRange.Problem), Origin = node.Origin };
        }

        InventoryKeys.Check(mapping, InventoryKeys.OfHost);
        var host = mapping.Find(InventoryKeys.Host) ?? throw mapping.Origin.Error("the key 'host' is missing: the name of the machine");
        return new HostSpec
        {
            Host = YamlValue.Text(host, "a host name", HostRange.Problem)!,
            Address = YamlValue.Text(mapping.Find(InventoryKeys.Address), "a host name or an address", HostName.Problem),
            Settings = ReadSettings(mapping, folder),
            Origin = host.Value.Origin,
        };
    }

    private static HostSettings ReadSettings(YamlMapping mapping, string folder)
    {
        string? PathProblem(string path)
        {
            SettingPath.Resolve(path, folder, out var problem);
            return problem;
        }

        return new HostSettings
        {
            Port = YamlValue.Word<int>(mapping.Find(InventoryKeys.Port), $"a number from 1 to {SettingValues.HighestPort}", SettingValues.Port),
            UserName = YamlValue.Text(mapping.Find(InventoryKeys.User), "a login name", SettingValues.UserNameProblem),
            KeyFilePath = YamlValue.Text(mapping.Find(InventoryKeys.KeyFile), "the path of a private key file", PathProblem),
            KnownHostsPath = YamlValue.Text(mapping.Find(InventoryKeys.KnownHostsFile), "the path of a known_hosts file", PathProblem),
            Sudo = YamlValue.Word<SudoMode>(mapping.Find(InventoryKeys.Sudo), "auto, none, noPassword or password", SettingValues.Sudo),
            JumpHost = YamlValue.Text(mapping.Find(InventoryKeys.JumpHost), "a host name", HostName.Problem),
        };
    }

    private static string? ReadDefault(YamlEntry? entry, ReadOnlyCollection<TravisInstallation> installations)
    {
        if (entry is null)
        {
            return null;
        }

        var name = YamlValue.Text(entry, "the name of an installation", SettingValues.InstallationNameProblem)!;
        var known = new string[installations.Count];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = installations[i].Name;
            if (string.Equals(known[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return known[i];
            }
        }

        var meant = ValueText.Nearest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        throw entry.Value.Origin.Error($"'default' names {ValueText.Show(name)}, which is no installation of this file{meant} It has: {string.Join(", ", known)}");
    }
}
