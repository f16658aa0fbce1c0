using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab.Machine;

namespace TravisOps.Lab;

/// <summary>
/// A Travis CI Enterprise installation on this machine: a platform and workers, each in namespaces of its own, with real sshd, sudo,
/// nftables and Docker Engine. Several may run at once, also in several processes.
/// </summary>
public sealed class LabInstallation : IAsyncDisposable
{
    private readonly LabSlot _slot;
    private readonly StateFiles _state;
    private readonly LabSupervisor _supervisor;
    private bool _disposed;

    private LabInstallation(LabSlot slot, LabPlan plan, StateFiles state, LabSupervisor supervisor)
    {
        _slot = slot;
        _state = state;
        _supervisor = supervisor;
        Hosts = [.. plan.Hosts.Select((host, index) => new LabHost(host, index + 1, supervisor))];
    }

    /// <summary>The directory with everything below, for root only.</summary>
    public string StateDirectory => _state.Directory;

    /// <summary>The inventory, with the installation <c>lab</c>.</summary>
    public string InventoryPath => _state.Inventory;

    /// <summary>known_hosts with three keys a host, by address; scenarios may have spoiled it.</summary>
    public string KnownHostsPath => _state.KnownHosts;

    /// <summary>The private key, without passphrase, that root, ops, deploy and guest accept on every host.</summary>
    public string KeyFilePath => _state.KeyFile;

    /// <summary>The file with the password of ops, deploy, guest and kbd; no line ending follows it.</summary>
    public string SudoPasswordPath => Path.Combine(_state.Directory, "sudo-password");

    /// <summary>The directory with one log a host and that of the lab itself.</summary>
    public string Log => _state.Logs;

    /// <summary>The platform machine.</summary>
    public LabHost Platform => Hosts[0];

    /// <summary>The worker machines, in order.</summary>
    public IReadOnlyList<LabHost> Workers => [.. Hosts.Skip(1)];

    /// <summary>The platform, then the workers.</summary>
    public IReadOnlyList<LabHost> Hosts { get; }

    /// <summary>Starts a lab; returns when everything serves that its scenarios leave in order.</summary>
    /// <param name="options">What it is to look like.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <exception cref="ArgumentException">The options name an unknown scenario or host.</exception>
    /// <exception cref="LabException">A lab can't run here (see <see cref="LabSupport.WhyNot"/>), or a host did not come up.</exception>
    public static async Task<LabInstallation> StartAsync(LabOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (LabSupport.WhyNot() is { } reason)
        {
            throw new LabException($"The lab can't run here: {reason}");
        }

        LabSlot slot = await LabSlot.TakeAsync(cancellationToken).ConfigureAwait(false);
        LabSupervisor? supervisor = null;
        try
        {
            LabPlan plan = LabPlan.Make(options, slot.Number);
            Directory.CreateDirectory(slot.RunDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory($"{slot.RunDirectory}/mnt");
            Resources.Extract($"{slot.RunDirectory}/lib");
            await File.WriteAllLinesAsync($"{slot.RunDirectory}/hosts", plan.Hosts.Select(Line), cancellationToken).ConfigureAwait(false);

            StateFiles state = new(options.StateDirectory ?? $"{slot.RunDirectory}/state", plan);
            await state.WriteAsync($"{slot.RunDirectory}/lib", cancellationToken).ConfigureAwait(false);

            supervisor = LabSupervisor.Start(slot, state);
            LabInstallation lab = new(slot, plan, state, supervisor);
            await supervisor.WaitUntilReadyAsync(plan.Hosts.Select(h => h.Name), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(state.Ready, "", cancellationToken).ConfigureAwait(false);
            return lab;
        }
        catch
        {
            await StopAsync(slot, supervisor).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends every host and removes every trace of the lab; a <see cref="LabOptions.StateDirectory"/> that was given stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        File.Delete(_state.Ready);
        await StopAsync(_slot, _supervisor).ConfigureAwait(false);
    }

    private static async Task StopAsync(LabSlot slot, LabSupervisor? supervisor)
    {
        if (supervisor is not null)
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
        }

        await LabLeftovers.RemoveAsync(slot, CancellationToken.None).ConfigureAwait(false);
        slot.Dispose();
    }

    private static string Line(LabPlanHost host) => string.Create(
        CultureInfo.InvariantCulture,
        $"{host.Name} {host.Address} {host.Role.ToString().ToLowerInvariant()} {host.Style} {(host.Docker ? "yes" : "no")} {(host.Services.Count == 0 ? "-" : string.Join(',', host.Services))} {string.Join(' ', host.Faults.Select(f => f.Name))}");
}
