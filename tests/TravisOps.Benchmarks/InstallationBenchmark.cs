using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks.Overall;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;

namespace TravisOps.Benchmarks;

/// <summary>
/// Test-TravisInstallation on 100 hosts against Ansible with 32 forks gathering the same: once as playbooks are written, a task for each thing to
/// ask, and once with all of it as one script, which is the best that Ansible can do. Goal: 5 times faster than the first.
/// </summary>
/// <remarks>TRAVISOPS_BENCHMARK_INSTALLATION="HOSTS ROUNDS" has other sizes.</remarks>
internal static class InstallationBenchmark
{
    private const int Forks = 32;

    public static async Task RunAsync(TextWriter writer)
    {
        var sizes = (Environment.GetEnvironmentVariable("TRAVISOPS_BENCHMARK_INSTALLATION") ?? "100 3").Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        using var server = LoopbackSshd.Start(new LoopbackSshdOptions { AddressCount = sizes[0], PrivateSetup = FleetBenchmark.EmptyHome });
        using var fleet = new Fleet(server.Addresses, server.Port, server.KeyFilePath, server.KnownHostsPath);
        var folder = Directory.CreateTempSubdirectory("travisops-ansible-").FullName;
        try
        {
            var hasAnsible = File.Exists("/usr/bin/ansible-playbook");
            if (!hasAnsible)
            {
                await writer.WriteLineAsync("ansible-playbook is not installed (apt-get install --no-install-recommends ansible-core): left out.").ConfigureAwait(false);
            }

            Prepare(folder, fleet);
            List<(string Name, Func<FleetRun> Run)> runners = [("Test-TravisInstallation", () => Ours(fleet))];
            if (hasAnsible)
            {
                runners.Add(("ansible-playbook, a task an item", () => Ansible(folder, "items.yml", fleet)));
                runners.Add(("ansible-playbook, one script", () => Ansible(folder, "script.yml", fleet)));
            }

            var runs = runners.ToDictionary(runner => runner.Name, _ => new List<FleetRun>());
            for (var round = 0; round < sizes[1]; round++)
            {
                foreach (var (name, run) in runners)
                {
                    runs[name].Add(run());
                }
            }

            await writer.WriteLineAsync($"{sizes[0]} hosts on loopback, {Forks} at a time, {Environment.ProcessorCount} cores, medians of {sizes[1]} rounds").ConfigureAwait(false);
            var ours = Statistics.Median([.. runs[runners[0].Name].Select(run => run.Seconds)]);
            foreach (var (name, list) in runs)
            {
                var seconds = Statistics.Median([.. list.Select(run => run.Seconds)]);
                var cpu = Statistics.Median([.. list.Select(run => run.CpuSeconds)]);
                await writer.WriteLineAsync($"  {name,-34} {seconds,7:F2} s  {seconds / ours,6:F2} x  client CPU {cpu,6:F2} s").ConfigureAwait(false);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FleetRun Ours(Fleet fleet)
    {
        var script = $$"""
            Import-Module '{{Repository.ManifestPath}}'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $seen = @{}
            Test-TravisInstallation -InventoryPath '{{fleet.InventoryPath}}' -ThrottleLimit {{Forks}} -ErrorAction Stop |
                ForEach-Object { if ($_.Id -eq 'Hardware.Memory') { $seen[$_.ComputerName] = $true } }
            '{0} {1}' -f $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture), $seen.Count
            """;
        var measured = EngineChild.Measure(script);
        var fields = measured.Output.Split(' ');
        return fields is [var seconds, var hosts] && int.Parse(hosts, CultureInfo.InvariantCulture) == fleet.Size
            ? new FleetRun(double.Parse(seconds, CultureInfo.InvariantCulture), measured.CpuSeconds, measured.PeakMegabytes)
            : throw new InvalidOperationException($"The command did not reach all {fleet.Size} hosts: {measured.Output}");
    }

    private static FleetRun Ansible(string folder, string playbook, Fleet fleet) =>
        FleetRunners.Shell($"cd {folder} && LC_ALL=C.UTF-8 ansible-playbook -i hosts {playbook} > {playbook}.log && [ $(grep -c 'unreachable=0 ' {playbook}.log) -eq {fleet.Size} ]");

    private static void Prepare(string folder, Fleet fleet)
    {
        // Tuned as its documentation advises: pipelining and a master connection a host.
        File.WriteAllText(
            Path.Combine(folder, "ansible.cfg"),
            $"""
            [defaults]
            forks = {Forks}
            gathering = explicit
            interpreter_python = /usr/bin/python3
            retry_files_enabled = False
            [ssh_connection]
            pipelining = True
            ssh_args = -F none -C -o ControlMaster=auto -o ControlPersist=60s -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile={fleet.KnownHostsPath}

            """);
        var addresses = File.ReadAllLines(fleet.HostListPath);
        File.WriteAllText(
            Path.Combine(folder, "hosts"),
            string.Create(CultureInfo.InvariantCulture, $"[platform]\n{addresses[0]}\n[workers]\n{string.Join('\n', addresses.Skip(1))}\n[all:vars]\nansible_port={fleet.Port}\nansible_user=root\nansible_ssh_private_key_file={fleet.KeyFilePath}\n"));

        var installation = InventoryReader.Read(fleet.InventoryPath).Select(null);
        var plays = new List<object>();
        var scripts = new List<object>();
        foreach (var (group, host) in (IEnumerable<(string, TravisHost)>)[("platform", installation.Platform), ("workers", installation.Workers[0])])
        {
            var plan = InstallationAreas.Plan(installation, host, InstallationAreas.All);
            plays.Add(new { hosts = group, gather_facts = false, tasks = plan.Select(AsTask).ToList() });
            scripts.Add(new { hosts = group, gather_facts = false, tasks = new List<object> { Shell("everything", ProbeScript.Build(plan, ProbeNonce.Create(), ProbeNonce.Create())) } });
        }

        // JSON is YAML.
        File.WriteAllText(Path.Combine(folder, "items.yml"), System.Text.Json.JsonSerializer.Serialize(plays));
        File.WriteAllText(Path.Combine(folder, "script.yml"), System.Text.Json.JsonSerializer.Serialize(scripts));
    }

    private static object AsTask(ProbeItem item) => Shell(item.Name, item.Kind == ProbeItemKind.File ? $"head -c {item.MaxBytes.ToString(CultureInfo.InvariantCulture)} -- {item.Source}" : item.Source);

    // What is in braces is a template to Ansible, unless it is told that it is raw.
    private static Dictionary<string, object> Shell(string name, string text) => new()
    {
        ["name"] = name,
        ["ansible.builtin.shell"] = new { cmd = "{% raw %}" + text + "{% endraw %}" },
        ["register"] = "answer",
        ["failed_when"] = false,
        ["changed_when"] = false,
    };
}
