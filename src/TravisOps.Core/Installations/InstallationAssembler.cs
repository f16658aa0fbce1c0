using System.Collections.Generic;

namespace TravisOps.Installations;

/// <summary>Works out what is in effect: ranges become hosts, settings are inherited, paths become absolute.</summary>
internal static class InstallationAssembler
{
    /// <summary>Hosts of one inventory. The largest installations that this module was made for have a few hundred; a slip in a range gives millions.</summary>
    public const int MostHosts = 1000;

    /// <param name="given">The installation as given.</param>
    /// <param name="hostsBefore">Hosts that other installations of the same inventory have.</param>
    /// <exception cref="InventoryException">A duplicate host, too many hosts, or a path that is none.</exception>
    public static TravisInstallation Assemble(InstallationSpec given, int hostsBefore = 0)
    {
        var names = new Dictionary<string, Origin>();
        var platform = new List<TravisHost>();
        var workers = new List<TravisHost>();
        Add(given.Platform, TravisRole.Platform, platform);
        foreach (var worker in given.Workers)
        {
            Add(worker, TravisRole.Worker, workers);
        }

        return new TravisInstallation(given, platform[0], workers.AsReadOnly());

        void Add(HostSpec spec, TravisRole role, List<TravisHost> hosts)
        {
            var range = HostRange.Parse(spec.Host, out var problem) ?? throw spec.Origin.Error(problem!);
            if (range.IsRange && role == TravisRole.Platform)
            {
                throw spec.Origin.Error($"{ValueText.Show(spec.Host)}: the platform is one machine, so its name can't be a range");
            }

            if (range.IsRange && spec.Address is not null)
            {
                throw spec.Origin.Error($"{ValueText.Show(spec.Host)}: a range of hosts can't share one address; write an entry for each host");
            }

            if (hostsBefore + names.Count + (long)range.Count > MostHosts)
            {
                throw spec.Origin.Error($"{ValueText.Show(spec.Host)} stands for {range.Count} hosts, which makes more than {MostHosts} in all; is there a digit too many in a range?");
            }

            var template = Template(spec, role, given);
            foreach (var name in range.Names)
            {
                var key = HostName.Canonical(name);
                if (names.TryGetValue(key, out var first))
                {
                    throw spec.Origin.Error($"the host {ValueText.Show(name)} is named twice; the first time at {first}. A host has one entry and one role");
                }

                names.Add(key, spec.Origin);
                hosts.Add(template with { ComputerName = name });
            }
        }
    }

    private static TravisHost Template(HostSpec spec, TravisRole role, InstallationSpec installation)
    {
        var settings = spec.Settings.Over(installation.Settings);
        var host = new TravisHost
        {
            ComputerName = spec.Host,
            Role = role,
            Port = settings.Port ?? TravisHost.DefaultPort,
            UserName = settings.UserName,
            KeyFilePath = FullPath(settings.KeyFilePath),
            KnownHostsPath = FullPath(settings.KnownHostsPath),
            Sudo = settings.Sudo ?? SudoMode.Auto,
            JumpHost = settings.JumpHost,
        };
        return spec.Address is null ? host : host with { Address = spec.Address };

        string? FullPath(string? path)
        {
            if (path is null)
            {
                return null;
            }

            return SettingPath.Resolve(path, installation.BaseDirectory, out var problem) ?? throw spec.Origin.Error(problem!);
        }
    }
}
