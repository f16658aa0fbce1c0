using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>Writes a secret as other programs do. The writers are theirs where .NET has them, so that ours are not tested against themselves.</summary>
internal static class SecretWriter
{
    public static readonly string[] Forms =
    [
        "plain", "url", "url-partial", "url-twice", "base64-0", "base64-1", "base64-2", "base64-url", "base64-mime", "base64-utf16", "json", "json-full", "json-twice", "url-in-json",
        "shell-single", "shell-double", "shell-backslash", "hex-lower", "hex-upper", "html", "yaml-single", "csv", "broken", "broken-url", "base64-of-json",
    ];

    public static string Write(string form, string value, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return form switch
        {
            "plain" => value,
            "url" => Uri.EscapeDataString(value),
            "url-partial" => Partial(bytes, random),
            "url-twice" => Uri.EscapeDataString(Uri.EscapeDataString(value)),
            "base64-0" => Base64(bytes, 0, random),
            "base64-1" => Base64(bytes, 1, random),
            "base64-2" => Base64(bytes, 2, random),
            "base64-url" => Base64(bytes, random.Next(3), random).Replace('+', '-').Replace('/', '_').TrimEnd('='),
            "base64-mime" => Wrap(Base64(bytes, random.Next(3), random), random.Next(2) == 0 ? 64 : 76),
            "base64-utf16" => Convert.ToBase64String(Encoding.Unicode.GetBytes(value)),
            "json" => Json(value),
            "json-full" => string.Concat(value.Select(c => $"\\u{(int)c:x4}")),
            "json-twice" => Json(Json(value)),
            "url-in-json" => Json(Uri.EscapeDataString(value)),
            "shell-single" => "'" + value.Replace("'", "'\\''") + "'",
            "shell-double" => "\"" + Regex.Replace(value, "[\"\\\\$`]", "\\$0") + "\"",
            "shell-backslash" => Regex.Replace(value, "[^A-Za-z0-9_äöü€]", "\\$0"),
            "hex-lower" => Convert.ToHexStringLower(bytes),
            "hex-upper" => Convert.ToHexString(bytes),
            "html" => WebUtility.HtmlEncode(value),
            "yaml-single" => "'" + value.Replace("'", "''") + "'",
            "csv" => "\"" + value.Replace("\"", "\"\"") + "\"",
            "broken" => Break(value, random),
            "broken-url" => Break(Uri.EscapeDataString(value), random),
            "base64-of-json" => Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"a\":\"" + Json(value) + "\"}")),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }

    private static string Json(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private static string Partial(byte[] bytes, Random random)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
        {
            var plain = char.IsAsciiLetterOrDigit((char)one) && random.Next(2) == 0;
            text.Append(plain ? ((char)one).ToString() : "%" + one.ToString(random.Next(2) == 0 ? "x2" : "X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Base64(byte[] value, int lead, Random random)
    {
        var before = new byte[lead];
        var after = new byte[random.Next(4)];
        random.NextBytes(before);
        random.NextBytes(after);
        return Convert.ToBase64String([.. before, .. value, .. after]);
    }

    private static string Wrap(string text, int width) => string.Join("\r\n", text.Chunk(width).Select(line => new string(line)));

    private static string Break(string text, Random random)
    {
        var broken = new StringBuilder();
        foreach (var c in text)
        {
            // A blank at a break can't be told from indentation.
            if (broken.Length > 0 && c != ' ' && random.Next(10) == 0)
            {
                broken.Append(random.Next(2) == 0 ? "\n" : "\r\n    ");
            }

            broken.Append(c);
        }

        return broken.ToString();
    }
}
