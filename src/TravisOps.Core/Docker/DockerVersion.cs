using System;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>A Docker version that can be compared: <c>1.12.6</c>, <c>17.06.2-ce</c>, <c>20.10.21-0ubuntu1~20.04.1</c> and the like.</summary>
/// <param name="Text">As Docker or the distribution writes it.</param>
/// <param name="Number">The three numbers at the start, which is all that limits are about.</param>
public sealed record DockerVersion(string Text, Version Number)
{
    /// <summary>Reads a version; null when it does not begin with two numbers.</summary>
    public static DockerVersion? Parse(string? text) =>
        VersionNumber.Parse(text) is { } number ? new DockerVersion(text!.Trim(), number) : null;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
