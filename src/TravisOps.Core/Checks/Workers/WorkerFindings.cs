using System;
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

    /// <summary>Where a package's settings have what /etc/default/travis-worker, read after it, is put together from (facts 6a).</summary>
    public const string EnterpriseFile = "/etc/default/travis-enterprise";

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
    public static string Set(WorkerLayout layout, string name, string value) => Append(layout, LocalFile, name, value);

    /// <summary>Appends a line to a file; what stands in it, in whatever form, stays, and the last line wins. It begins with a line end, as the last
    /// line may have none.</summary>
    public static string Append(WorkerLayout layout, string file, string name, string value) =>
        $"printf '\\nexport {name}=\"{Word(value)}\"\\n' | sudo tee -a {file} >/dev/null   # the last line wins; then, when no build runs: {Restart(layout)}";

    /// <summary>Sets a variable that another setting takes something from: before that one is read, and after what sets the variable now.</summary>
    public static string SetPart(WorkerConfiguration configuration, EffectiveSetting setting, string name, string value)
    {
        var now = configuration.InScript(name)?.Path;
        return setting.Path != EnterpriseFile && (now is null or EnterpriseFile || configuration.Files.All(file => file.Path != now))
            ? Append(configuration.Layout, EnterpriseFile, name, value)
            : $"sudo sed -i '{setting.Line}i export {name}=\"{Word(value)}\"' {setting.Path}   # before {setting.Name}, which takes it; then, when no build runs: {Restart(configuration.Layout)}";
    }

    /// <summary>A value as it may stand in a command.</summary>
    public static string Word(string value) => Plain.IsMatch(value) ? value : "VALUE";

    /// <summary>How the worker is started again. Upstart's restart starts no job that was stopped.</summary>
    public static string Restart(WorkerLayout layout) => layout == WorkerLayout.Upstart ? "sudo restart travis-worker || sudo start travis-worker" : "sudo systemctl restart travis-worker";

    /// <summary>A whole number of a setting; null when it is none.</summary>
    public static long? Number(string text) =>
        Regex.IsMatch(text.Trim(), @"^\d{1,9}\z", RegexOptions.CultureInvariant) ? long.Parse(text.Trim(), CultureInfo.InvariantCulture) : null;

    /// <summary>Bytes as go-humanize's ParseBytes reads them, by which the worker goes: G and GB are 10^9, Gi and GiB 2^30; null when it is none.</summary>
    public static long? Bytes(string text)
    {
        var match = Regex.Match(text, @"^([0-9.,]+)\s*(?:([kmgtpe])(i)?b?|b)?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!match.Success || !double.TryParse(match.Groups[1].Value.Replace(",", string.Empty), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var power = match.Groups[2].Success ? "kmgtpe".IndexOf(char.ToLowerInvariant(match.Groups[2].Value[0])) + 1 : 0;
        var bytes = number * Math.Pow(match.Groups[3].Success ? 1024 : 1000, power);
        return bytes < long.MaxValue ? (long)bytes : null;
    }
}
