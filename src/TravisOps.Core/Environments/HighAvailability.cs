namespace TravisOps.Environments;

/// <summary>Whether a platform keeps its data in external services, as high availability wants it (facts 10).</summary>
public enum HighAvailability
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>All of its data is in te-main and /var/travis.</summary>
    No,

    /// <summary>PostgreSQL, Redis or RabbitMQ is another machine's, or the setting is on: backups and ports differ from the manual's.</summary>
    Yes,
}
