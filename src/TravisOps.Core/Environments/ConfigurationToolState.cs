namespace TravisOps.Environments;

/// <summary>How much a tool of configuration management has to do with a host (facts 11).</summary>
public enum ConfigurationToolState
{
    /// <summary>It runs, is started by a timer or cron, or ran within a week: it can undo what is changed by hand.</summary>
    Active,

    /// <summary>It is installed, and nothing says that it runs.</summary>
    Installed,

    /// <summary>Only what it left behind.</summary>
    Traces,
}
