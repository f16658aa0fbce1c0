using System.Collections.Generic;
using TravisOps.Docker;

namespace TravisOps.Checks.Docker;

/// <summary>The port bindings of one host, or why they are not known.</summary>
public sealed record BindingReport
{
    /// <summary>The bindings; te-main's first.</summary>
    public IReadOnlyList<DockerBinding> Bindings { get; init; } = [];

    /// <summary>What a person should know about the host as a whole, such as that two te-main containers run.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the containers of the host could not be listed; null when they could.</summary>
    public DockerFailure? Failure { get; init; }
}
