using System;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Workers;

namespace TravisOps.Baselines;

/// <summary>A worker's settings as facts of a baseline. Of a setting that is not known to hold no secret, only that it is set is kept.</summary>
internal static class WorkerFacts
{
    /// <summary>The beginnings of their paths.</summary>
    public const string Area = "worker.setting.";

    private const string Prefix = "TRAVIS_WORKER_";

    /// <summary>Settings whose values are told, without TRAVIS_WORKER_ before them (facts 6).</summary>
    private static readonly string[] Plain =
    [
        "AMQP_INSECURE", "AMQP_URI", "BUILD_API_INSECURE_SKIP_VERIFY", "BUILD_API_URI", "CPU_SET_SIZE", "HARD_TIMEOUT", "LOG_TIMEOUT", "MAX_LOG_LENGTH", "POOL_SIZE",
        "PROVIDER_NAME", "QUEUE_NAME", "QUEUE_TYPE", "SCRIPT_UPLOAD_TIMEOUT", "SELF_IMAGE", "SILENCE_METRICS", "STARTUP_TIMEOUT", "TRAVIS_ENTERPRISE_BUILD_ENDPOINT",
        "TRAVIS_ENTERPRISE_HOST", "TRAVIS_SITE", "DOCKER_BINDS", "DOCKER_CPUS", "DOCKER_CPU_SET_SIZE", "DOCKER_ENDPOINT", "DOCKER_MEMORY", "DOCKER_NATIVE", "DOCKER_PRIVILEGED",
        "DOCKER_SECURITY_OPT", "DOCKER_TMPFS_MAP",
    ];

    // The mark of a secret is of one run; in a file that lives longer it would only look like a change.
    private static readonly Regex Mark = new("<secret[^>]*>", RegexOptions.CultureInvariant);

    public static void Add(HostEvidence host, Action<string, string?> add, Action<string, string> unknown)
    {
        var (settings, obstacle) = WorkerSettings.Read(host, all: false);
        if (obstacle is not null)
        {
            unknown(Area, obstacle.Message);
            return;
        }

        foreach (var setting in settings.Where(one => one.State is not (WorkerSettingState.Overridden or WorkerSettingState.CommentedOut)))
        {
            var name = setting.Name.StartsWith(Prefix, StringComparison.Ordinal) ? setting.Name.Substring(Prefix.Length) : setting.Name;
            var value = !Plain.Contains(name) ? "(set)" : setting.Value is null ? "(not known)" : Mark.Replace(setting.Value, "<secret>");
            add(Area + setting.Name, $"{(value.Length == 0 ? "(empty)" : value)}{(setting.State == WorkerSettingState.Effective ? string.Empty : $" ({setting.State})")}");
        }
    }
}
