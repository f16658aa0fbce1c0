using System;
using System.Collections.Generic;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>What a bundle is to be made of.</summary>
public sealed record BundleOptions
{
    /// <summary>The installation.</summary>
    public required TravisInstallation Installation { get; init; }

    /// <summary>The hosts of it that are meant.</summary>
    public required IReadOnlyList<TravisHost> Hosts { get; init; }

    /// <summary>Credentials and limits.</summary>
    public required SshOptions Ssh { get; init; }

    /// <summary>Full path of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>An archive of that name is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The kind of archive.</summary>
    public BundleFormat Format { get; init; }

    /// <summary>The areas.</summary>
    public IReadOnlyList<BundleSource> Sources { get; init; } = BundleSources.All;

    /// <summary>Older logs are left out, UTC; null for none.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Most bytes of one log.</summary>
    public long MaxSizePerLog { get; init; } = 100L << 20;

    /// <summary>What is used unless something else is asked for.</summary>
    public const long DefaultMaxSize = 1L << 30;

    /// <summary>Most bytes of the archive. The logs give way, the oldest first; hosts share the room.</summary>
    public long MaxSize { get; init; } = DefaultMaxSize;

    /// <summary>Names and addresses go too.</summary>
    public bool Anonymize { get; init; }

    /// <summary>Nothing is written when something is missing.</summary>
    public bool RequireComplete { get; init; }

    /// <summary>What is wrong, in a person's words.</summary>
    public IReadOnlyList<string> Symptoms { get; init; } = [];

    /// <summary>What changed, in a person's words.</summary>
    public IReadOnlyList<string> RecentChanges { get; init; } = [];

    /// <summary>Anything else.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A person's answers to further questions, by <see cref="Reports.RequestQuestion.Key"/>.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>The version of this software.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>When it is begun, UTC.</summary>
    public DateTime CreatedAt { get; init; } = DateTime.UtcNow;

    /// <summary>Encrypts the archive with this passphrase, in the format of age; null for not.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>Encrypts the archive for the holders of these certificates.</summary>
    public IReadOnlyList<X509Certificate2> Recipients { get; init; } = [];

    /// <summary>Secrets that the person gave to this command; they are looked for too.</summary>
    public IReadOnlyList<SecureString> GivenSecrets { get; init; } = [];

    // Logs shrink to an eighth or so: no more is brought here than may fit.
    internal LogLimits LogLimits => new(Since, MaxSizePerLog, Math.Max(1, (long)Math.Min(long.MaxValue / 2, (double)MaxSize * 8 / Math.Max(1, Hosts.Count))));
}
