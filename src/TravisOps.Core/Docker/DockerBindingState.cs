namespace TravisOps.Docker;

/// <summary>How a port of a container is published, against how it should be.</summary>
public enum DockerBindingState
{
    /// <summary>As it should be: on all addresses of the host and the right port.</summary>
    Bound,

    /// <summary>Not published, or there is no te-main.</summary>
    Missing,

    /// <summary>Not published, and it does not have to be: workers talk to another machine's RabbitMQ (high availability).</summary>
    NotNeeded,

    /// <summary>Published on another port of the host.</summary>
    Moved,

    /// <summary>Published on one address of the host only: others can't reach it.</summary>
    Restricted,

    /// <summary>Published and not in the manual, or by a container that should not.</summary>
    Unexpected,

    /// <summary>Its container does not run, so nobody answers.</summary>
    Stopped,
}
