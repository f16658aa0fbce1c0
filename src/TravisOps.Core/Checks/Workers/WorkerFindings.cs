using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>What the checks of workers have in common.</summary>
internal static class WorkerFindings
{
    /// <summary>Where settings are put that are to win over all others, on both layouts (facts 6).</summary>
    public const string LocalFile = "/etc/default/travis-worker-local";

    // What may come into a remedy as it stands. Everything else is left for a person to fill in.
    private static readonly Regex Plain = new(@"^[A-Za-z0-9_./:@,-]+\z", RegexOptions.CultureInvariant);

    /// <summary>The settings of a worker, or why they are not known.</summary>
    public static (WorkerConfiguration? Configuration, Finding? Obstacle) Read(HostEvidence host)
    {
        var (configuration, obstacle) = WorkerConfiguration.Of(host);
        if (configuration is null)
        {
            return (null, obstacle);
        }

        var denied = configuration.Files.FirstOrDefault(file => file.State == "denied");
        if (denied is not null)
        {
            return (null, new Finding(CheckStatus.Unknown, $"Could not be looked at: the login may not read {denied.Path}, or it is larger than 256 KiB.")
            {
                Item = host.Find(WorkerItems.SettingsName),
                Line = "denied " + denied.Path,
                Remedy = Obstacle.GiveRoot(host),
            });
        }

        return configuration.Layout == WorkerLayout.Unknown && configuration.Files.Count == 0
            ? (null, new Finding(CheckStatus.Unknown, "Could not be looked at: there is no sign of travis-worker on this host, neither a service nor a file in /etc/default.")
            {
                Item = host.Find(WorkerItems.SettingsName),
                Remedy = "Look whether this machine is a worker at all: ls /etc/default/travis-* /etc/init/travis-worker.conf /etc/systemd/system/travis-worker.service",
            })
            : (configuration, null);
    }

    /// <summary>An Unknown for a setting that only running the file would tell.</summary>
    public static Finding NotKnown(HostEvidence host, string name, string place, string why) => new(
        CheckStatus.Unknown, $"Could not be looked at: what {name} is can't be told without running {place.Split(':')[0]}: {why}.")
    {
        Item = host.Find(WorkerItems.SettingsName),
        Line = $"{place}: {name}",
        Remedy = $"sudo grep -n {name} {place.Split(':')[0]}   # write the value itself there, or look with Get-TravisWorkerConfiguration",
    };

    /// <summary>A literal ${...} that the container of the worker gets.</summary>
    public static Finding Literal(HostEvidence host, EffectiveSetting setting) => new(
        CheckStatus.Fail, $"{setting.Name} reaches the worker as text with a variable in it: its settings go through docker --env-file, which puts no values for ${{...}}, as a shell would.")
    {
        Item = host.Find(WorkerItems.SettingsName),
        Line = $"{setting.Place}: {setting.Name}",
        Actual = "a literal ${...}",
        Remedy = $"sudoedit {setting.Path}   # write the value itself for each ${{...}} in {setting.Name}; then, when no build runs: {Restart(WorkerLayout.Image)}",
    };

    /// <summary>Appends a line that wins over the ones before it, and makes it count.</summary>
    public static string Set(WorkerLayout layout, string name, string value) =>
        $"echo 'export {name}=\"{(Plain.IsMatch(value) ? value : "VALUE")}\"' | sudo tee -a {LocalFile} >/dev/null   # then, when no build runs: {Restart(layout)}";

    /// <summary>How the worker is started again.</summary>
    public static string Restart(WorkerLayout layout) => layout == WorkerLayout.Upstart ? "sudo restart travis-worker" : "sudo systemctl restart travis-worker";

    /// <summary>A whole number of a setting, which may have a unit behind it where <paramref name="bytes"/>; null when it is none.</summary>
    public static long? Number(string text, bool bytes)
    {
        var match = Regex.Match(text.Trim(), bytes ? @"^(\d{1,15})\s*([kmgt]?)(?:i?b)?\z" : @"^(\d{1,9})()\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!match.Success)
        {
            return null;
        }

        var shift = match.Groups[2].Value.ToLowerInvariant() switch { "k" => 10, "m" => 20, "g" => 30, "t" => 40, _ => 0 };
        return long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) << shift;
    }
}
