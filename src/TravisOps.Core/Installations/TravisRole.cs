namespace TravisOps;

/// <summary>What a machine is for in a Travis CI Enterprise installation (manual, introduction).</summary>
public enum TravisRole
{
    /// <summary>The machine that runs Replicated and the Travis CI web components; the domain points to it.</summary>
    Platform,

    /// <summary>A machine that runs builds.</summary>
    Worker,
}
