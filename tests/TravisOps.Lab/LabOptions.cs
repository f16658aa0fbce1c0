namespace TravisOps.Lab;

/// <summary>What a lab is to look like.</summary>
public sealed class LabOptions
{
    /// <summary>
    /// How many worker machines, 0 to 200. The first is a 14.04-style worker, the second a 16.04-style one, and so on in turn.
    /// </summary>
    public int Workers { get; init; } = 2;

    /// <summary>
    /// The scenarios to plant, separated by commas: names of <see cref="LabScenarios.All"/>, each with an optional
    /// <c>@host</c> (<c>sshd-stopped@worker-1</c>).
    /// </summary>
    public string Scenario { get; init; } = "healthy";

    /// <summary>
    /// Where the inventory, the keys and the logs go. It is kept when the lab stops, and a lab started on it again has the same
    /// keys and passwords. <see langword="null"/> for a private directory that goes with the lab.
    /// </summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether the workers get a Docker Engine too. The platform always has one.</summary>
    public bool WorkerDocker { get; init; } = true;

    /// <summary>
    /// Whether te-main runs a real PostgreSQL over /var/travis/postgresql, with Travis' tables and rows encrypted with the lab's key (see
    /// <see cref="LabDatabase"/>), and a real Redis for Sidekiq's queues. It costs a start about a second; without it the port is dead and /api/uptime always says OK.
    /// </summary>
    public bool Database { get; init; }

    /// <summary>
    /// Whether te-main runs a real RabbitMQ over /var/travis/rabbitmq, as AMQP on 5672 and inside TLS on 4567. It costs a start 5 to 10 s of CPU;
    /// without it both ports greet as a broker does, and let nobody in.
    /// </summary>
    public bool Broker { get; init; }
}
