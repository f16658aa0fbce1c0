using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Installations;

/// <summary>One installation as lines of YAML: what was given and nothing else.</summary>
internal static class InstallationYaml
{
    // What every YAML reader takes for text without quotes; anything else is quoted.
    private static readonly Regex NeedsNoQuotes = new(@"^[A-Za-z0-9~/][A-Za-z0-9_.~/\\@%+\-\[\]:]*(?<!:)$", RegexOptions.CultureInvariant);

    public static IEnumerable<string> Lines(InstallationSpec installation, int indent)
    {
        var margin = new string(' ', indent);
        yield return $"{margin}{Scalar(installation.Name)}:";
        var settings = Pairs((InventoryKeys.PublicHostName, installation.PublicHostName)).Concat(Settings(installation.Settings));
        foreach (var line in settings.Concat(Host(installation.Platform)).Concat(Workers(installation.Workers)))
        {
            yield return $"{margin}  {line}";
        }
    }

    private static IEnumerable<string> Host(HostSpec platform)
    {
        var keys = HostKeys(platform);
        return keys.Count == 1
            ? [$"{InventoryKeys.Platform}: {Scalar(platform.Host)}"]
            : new[] { $"{InventoryKeys.Platform}:" }.Concat(keys.Select(key => "  " + key));
    }

    private static IEnumerable<string> Workers(IReadOnlyList<HostSpec> workers)
    {
        if (workers.Count == 0)
        {
            yield break;
        }

        yield return $"{InventoryKeys.Workers}:";
        foreach (var worker in workers)
        {
            var keys = HostKeys(worker);
            if (keys.Count == 1)
            {
                yield return $"  - {Scalar(worker.Host)}";
                continue;
            }

            for (var i = 0; i < keys.Count; i++)
            {
                yield return (i == 0 ? "  - " : "    ") + keys[i];
            }
        }
    }

    private static List<string> HostKeys(HostSpec host) =>
        [.. Pairs((InventoryKeys.Host, host.Host), (InventoryKeys.Address, host.Address)), .. Settings(host.Settings)];

    private static IEnumerable<string> Settings(HostSettings settings)
    {
        if (settings.Port is { } port)
        {
            yield return $"{InventoryKeys.Port}: {port.ToString(CultureInfo.InvariantCulture)}";
        }

        var texts = Pairs(
            (InventoryKeys.User, settings.UserName),
            (InventoryKeys.KeyFile, settings.KeyFilePath),
            (InventoryKeys.KnownHostsFile, settings.KnownHostsPath),
            (InventoryKeys.Sudo, settings.Sudo is { } sudo ? SettingValues.SudoWord(sudo) : null),
            (InventoryKeys.JumpHost, settings.JumpHost));
        foreach (var text in texts)
        {
            yield return text;
        }
    }

    private static IEnumerable<string> Pairs(params (string Key, string? Value)[] pairs) =>
        pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}: {Scalar(pair.Value!)}");

    // Nothing that gets here has a line break or another control character, so single quotes hold all of it.
    private static string Scalar(string value) => NeedsNoQuotes.IsMatch(value) && !ValueText.IsOtherThanText(value)
        ? value
        : "'" + value.Replace("'", "''") + "'";
}
