using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Workers.Settings;

/// <summary>The value of a setting. A secret in it stands as its number between two control characters, which no other text here has.</summary>
/// <param name="Text">The value; empty when it is unknown.</param>
/// <param name="Unknown">Why it is not known; null when it is.</param>
internal sealed record SettingValue(string Text, string? Unknown)
{
    private const char Open = '\u0001';
    private const char Close = '\u0002';

    private static readonly Regex Hidden = new("\u0001(\\d+)\u0002", RegexOptions.CultureInvariant);

    /// <summary>Nothing.</summary>
    public static SettingValue Empty { get; } = new(string.Empty, null);

    /// <summary>It has a secret in it that is hidden.</summary>
    public bool HasSecret => Text.IndexOf(Open) >= 0;

    /// <summary>A known value.</summary>
    public static SettingValue Of(string text) => new(text, null);

    /// <summary>A value that is not known, and why.</summary>
    public static SettingValue NotKnown(string why) => new(string.Empty, why);

    /// <summary>Stands for secret number <paramref name="number"/> in a text.</summary>
    public static string Secret(int number) => Open + number.ToString(CultureInfo.InvariantCulture) + Close;

    /// <summary>The one secret that the text is; null when it is something else.</summary>
    public static WorkerSecret? OnlySecret(string text, IReadOnlyList<WorkerSecret> secrets)
    {
        var match = Hidden.Match(text);
        return match.Success && match.Length == text.Length ? Number(match, secrets) : null;
    }

    /// <summary>The secrets in a text, in order.</summary>
    public static IEnumerable<WorkerSecret> SecretsIn(string text, IReadOnlyList<WorkerSecret> secrets)
    {
        foreach (Match match in Hidden.Matches(text))
        {
            if (Number(match, secrets) is { } secret)
            {
                yield return secret;
            }
        }
    }

    /// <summary>For a person: secrets as eight digits of their hash.</summary>
    public static string Shown(string text, IReadOnlyList<WorkerSecret> secrets) =>
        Hidden.Replace(text, match => Number(match, secrets) is { Fingerprint: { } hash } ? $"<secret {hash.Substring(0, 8)}>" : "<secret>");

    /// <summary>Undoes the %XX of settings.awk, which are bytes.</summary>
    public static string Decode(string encoded)
    {
        if (encoded.IndexOf('%') < 0)
        {
            return encoded;
        }

        var text = new StringBuilder(encoded.Length);
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] == '%' && at + 2 < encoded.Length
                && byte.TryParse(encoded.Substring(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                text.Append(value is 1 or 2 ? '\uFFFD' : (char)value);
                at += 2;
            }
            else
            {
                text.Append(encoded[at]);
            }
        }

        return text.ToString();
    }

    private static WorkerSecret? Number(Match match, IReadOnlyList<WorkerSecret> secrets) =>
        int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= secrets.Count ? secrets[number - 1] : null;
}
