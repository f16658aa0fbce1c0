using TravisOps.Evidence;
using TravisOps.Workers;

namespace TravisOps.Bundles;

/// <summary>Where things stand in a bundle.</summary>
internal static class BundlePaths
{
    public const string Page = "index.html";

    public const string Request = "request.md";

    public const string Manifest = "manifest.json";

    public const string Contract = "contract.json";

    public const string Redaction = "redaction.json";

    public const string Results = "results.json";

    /// <summary>The folder of the evidence, in the form of <see cref="EvidenceStore"/>.</summary>
    public const string Evidence = "evidence/";

    /// <summary>The folder of the logs.</summary>
    public const string Logs = "logs/";

    /// <summary>True for an answer whose secrets the host itself replaced by hashes, see <c>Workers/Remote/secrets.sh</c>.</summary>
    public static bool IsMasked(string itemName) => itemName is WorkerItems.SettingsName or "platform.broker";

    /// <summary>True for what is put together here of parts that were redacted, among words and names of our own: people's names were replaced in the parts alone.</summary>
    public static bool KeepsNames(string path) => path is Page or Request || (path.EndsWith(".json", System.StringComparison.Ordinal) && !path.StartsWith(Logs, System.StringComparison.Ordinal));

    /// <summary>The file that tells of a host.</summary>
    public static string HostFile(string computerName) => EvidenceFolder(computerName) + "host.json";

    /// <summary>The folder of a host's evidence.</summary>
    public static string EvidenceFolder(string computerName) => $"{Evidence}{SafeFileName.For(computerName)}/";

    /// <summary>The folder of a host's logs of one kind.</summary>
    public static string LogFolder(string computerName, string log) => $"{Logs}{SafeFileName.For(computerName)}/{log}/";
}
