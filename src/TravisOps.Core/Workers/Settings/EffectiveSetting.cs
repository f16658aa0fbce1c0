using System.Text.RegularExpressions;

namespace TravisOps.Workers.Settings;

/// <summary>What the worker gets under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, or why it is not known.</param>
/// <param name="Path">The file that it comes from.</param>
/// <param name="Line">The line in it.</param>
internal sealed record EffectiveSetting(string Name, SettingValue Value, string Path, int Line)
{
    private static readonly Regex Variable = new(@"\$(?:\{[A-Za-z_]|[A-Za-z_])", RegexOptions.CultureInvariant);

    /// <summary>The worker gets <c>${...}</c> itself, which only a shell would put a value for.</summary>
    public bool Literal { get; init; }

    /// <summary>Where it stands, for a person.</summary>
    public string Place => $"{Path}:{Line}";

    /// <summary>What docker --env-file has of a line.</summary>
    public static EffectiveSetting FromEnvFile(SettingsRecord record, string path, System.Collections.Generic.IReadOnlyList<WorkerSecret> secrets)
    {
        var text = new System.Text.StringBuilder();
        string? unknown = null;
        var word = record.Word;
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] != '{')
            {
                text.Append(word[at]);
                continue;
            }

            var end = word.IndexOf('}', at);
            var group = word.Substring(at + 1, end - at - 1);
            at = end;
            if (group[0] == '!')
            {
                text.Append(SettingValue.Secret(int.Parse(group.Substring(1), System.Globalization.CultureInfo.InvariantCulture)));
            }
            else
            {
                unknown = $"{path}:{record.Line}: docker gets {ShellEnvironment.PartReason(group.Substring(1))} as a part of the value";
            }
        }

        var value = SettingValue.Decode(text.ToString());
        var literal = Variable.IsMatch(value);
        foreach (var secret in SettingValue.SecretsIn(value, secrets))
        {
            literal |= secret.Has('$') && secret.Has('{') && secret.Has('}');
        }

        return new EffectiveSetting(record.Name, unknown is null ? SettingValue.Of(value) : SettingValue.NotKnown(unknown), path, record.Line) { Literal = literal };
    }
}
