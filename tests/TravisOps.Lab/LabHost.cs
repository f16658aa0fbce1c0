using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab.Machine;

namespace TravisOps.Lab;

/// <summary>One machine of a running lab. What is done to it here is done from outside, not through its sshd.</summary>
public sealed class LabHost
{
    private readonly LabSupervisor _supervisor;
    private readonly int _index;

    internal LabHost(LabPlanHost plan, int index, LabSupervisor supervisor)
    {
        Name = plan.Name;
        Address = plan.Address;
        Role = plan.Role;
        _index = index;
        _supervisor = supervisor;
    }

    /// <summary>Its name in the inventory: <c>platform.lab.test</c>, <c>worker-1.lab.test</c> and so on.</summary>
    public string Name { get; }

    /// <summary>Its IPv4 address; port 22 is SSH.</summary>
    public string Address { get; }

    /// <summary>What it is in the installation.</summary>
    public LabRole Role { get; }

    /// <summary>Runs a bash script as root inside the host, without SSH. It may fail: look at the exit code.</summary>
    /// <param name="script">The script; it is given on standard input, so no process list shows it.</param>
    /// <param name="cancellationToken">Ends the script.</param>
    public Task<LabExecResult> ExecAsync(string script, CancellationToken cancellationToken = default) =>
        Command.RunAsync(Enter("bash", "-s"), script, cancellationToken);

    /// <summary>Plants a fault now, on the machine as it runs. A fault of a file counts for what reads the file anew.</summary>
    /// <param name="fault">A name of <see cref="LabScenarios.All"/>, of a fault that is on the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LabException">The fault shapes the machine, so a lab has to be started with it; or planting failed.</exception>
    public Task PlantAsync(string fault, CancellationToken cancellationToken = default)
    {
        string[] texts = ["ssh.sh", "docker.sh", "te-main.sh", "replicated.sh", "faults-system.sh", "faults-workers.sh", "faults-docker.sh", "faults-replicated.sh", "faults-ssh.sh", "live.sh"];
        string script = string.Join('\n', texts.Select(Resources.Read));
        return ScriptAsync($"LAB_ADDRESS={Address} LAB_SERVICES=-\n{script}\nset -euE\nplant_live {LabScenarios.Find(fault).Name}\n", cancellationToken);
    }

    /// <summary>Stops sshd: new connections are refused, open ones stay.</summary>
    public Task StopSshAsync(CancellationToken cancellationToken = default) =>
        ScriptAsync(Resources.Read("ssh.sh") + "\nstop_sshd\n", cancellationToken);

    /// <summary>Starts sshd again; returns when it accepts connections.</summary>
    public Task StartSshAsync(CancellationToken cancellationToken = default) =>
        ScriptAsync(Resources.Read("ssh.sh") + "\nrun_sshd\n", cancellationToken);

    /// <summary>Drops every packet from and to the host from now on: it is silent, open connections included.</summary>
    public Task DropAllAsync(CancellationToken cancellationToken = default) => FirewallAsync("files/drop.nft", cancellationToken);

    /// <summary>Refuses every packet to the host aloud from now on, with a reset or an ICMP error.</summary>
    public Task RejectAllAsync(CancellationToken cancellationToken = default) => FirewallAsync("files/reject.nft", cancellationToken);

    /// <summary>Takes <see cref="DropAllAsync"/> and <see cref="RejectAllAsync"/> back.</summary>
    public Task OpenAllAsync(CancellationToken cancellationToken = default) =>
        ScriptAsync("nft delete table inet travisops_lab 2>/dev/null || true\n", cancellationToken);

    /// <summary>
    /// The host loses its power: its link goes down, then every process dies. Whoever is connected hears nothing, no reset and no
    /// end. It does not come back.
    /// </summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        string bridge = _supervisor.Pid.ToString(CultureInfo.InvariantCulture);
        await Command.RequireAsync(
            Command.Prepare("nsenter", "--target", bridge, "--net", "ip", "link", "set", $"h{_index}", "down"),
            "",
            cancellationToken).ConfigureAwait(false);
        await CrashAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every process of the host dies at once, and its kernel closes the connections: their peers see an end. It does not come back.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken = default)
    {
        using Process first = Process.GetProcessById(_supervisor.PidOf(Name));
        first.Kill();
        await first.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task FirewallAsync(string rules, CancellationToken cancellationToken) =>
        ScriptAsync($"nft delete table inet travisops_lab 2>/dev/null\nset -e\nnft -f - <<'RULES'\n{Resources.Read(rules)}\nRULES\n", cancellationToken);

    private async Task ScriptAsync(string script, CancellationToken cancellationToken)
    {
        LabExecResult result = await ExecAsync(script, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new LabException($"The lab host {Name} could not be steered (exit code {result.ExitCode}): {result.Stderr.Trim()}");
        }
    }

    private ProcessStartInfo Enter(params string[] command) => Command.Prepare(
        "nsenter",
        ["--target", _supervisor.PidOf(Name).ToString(CultureInfo.InvariantCulture), "--mount", "--uts", "--ipc", "--net", "--pid", .. command]);
}
