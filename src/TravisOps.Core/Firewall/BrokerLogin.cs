namespace TravisOps.Firewall;

/// <summary>Whether RabbitMQ takes the token of a worker.</summary>
public enum BrokerLogin
{
    /// <summary>Not asked: without -Authenticate, on a port that is no broker's, or in the clear for a worker that uses TLS.</summary>
    NotAsked,

    /// <summary>The broker took user, token and vhost.</summary>
    Accepted,

    /// <summary>The broker did not take user and token (AMQP reply code 403).</summary>
    Refused,

    /// <summary>The broker took user and token, and not the vhost: it is not there, or the user may not use it (AMQP reply code 530).</summary>
    VhostRefused,

    /// <summary>Could not be tried, or was not answered; Detail says why.</summary>
    Unknown,
}
