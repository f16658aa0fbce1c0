using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab.Machine;

namespace TravisOps.Lab;

/// <summary>Starts real services on a lab host: RabbitMQ, TLS servers with good and bad certificates, a web server, and ports that misbehave.</summary>
public static class LabServices
{
    /// <summary>Runs lines of <c>Resources/services.sh</c>'s functions on the host; returns when what they started serves.</summary>
    /// <param name="host">The host.</param>
    /// <param name="calls">A bash script that calls the functions; what must not be in a list of processes goes in by a here-document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LabException">A service did not start.</exception>
    public static async Task StartAsync(LabHost host, string calls, CancellationToken cancellationToken = default)
    {
        System.ArgumentNullException.ThrowIfNull(host);
        LabExecResult result = await host.ExecAsync(Resources.Read("services.sh") + "\n" + calls + "\n", cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new LabException($"A service did not start on {host.Name} (exit code {result.ExitCode}): {result.Stderr.Trim()}");
        }
    }
}
