using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace TravisOps.Workers.Settings;

/// <summary>AMQP_URI or BUILD_API_URI taken apart; the password reaches to the last @, as a person means it.</summary>
/// <param name="Setting">Where it comes from.</param>
/// <param name="Scheme">Such as <c>amqps</c>.</param>
/// <param name="User">Null when there is none.</param>
/// <param name="Password">Null when there is none; a secret in it is a number (see <see cref="SettingValue"/>).</param>
/// <param name="Host">Null when there is none.</param>
/// <param name="Path">From the first / on.</param>
internal sealed record WorkerUri(EffectiveSetting Setting, string Scheme, string? User, string? Password, string? Host, string Path)
{
    private static readonly Regex Form = new(
        @"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^:@/]*)(?::(?<password>.*))?@)?(?<host>[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]*\])(?::\d*)?(?<path>/.*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    /// <summary>Null when the value is not known or is no URI.</summary>
    public static WorkerUri? Parse(EffectiveSetting? setting)
    {
        if (setting is null || setting.Value.Unknown is not null || Form.Match(setting.Value.Text) is not { Success: true } match)
        {
            return null;
        }

        return new WorkerUri(setting, match.Groups["scheme"].Value, Part("user"), Part("password"), Part("host") is { Length: > 0 } host ? host : null, match.Groups["path"].Value);

        string? Part(string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
    }

    /// <summary>The password as a secret; null when it has none, or is put together of several pieces.</summary>
    public WorkerSecret? PasswordSecret(IReadOnlyList<WorkerSecret> secrets) => Password is null ? null : SettingValue.OnlySecret(Password, secrets);
}
