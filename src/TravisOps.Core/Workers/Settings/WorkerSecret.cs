using System;

namespace TravisOps.Workers.Settings;

/// <summary>A secret as it leaves its machine: hashed there with the run's key in front, so that equal ones can be told within a run and none can be guessed from it.</summary>
/// <param name="Fingerprint">SHA-256 in hex of key and secret; null where the host has nothing to hash with.</param>
/// <param name="DecodedFingerprint">The same of what is left when its %XX are undone, as in a URI; equal to <paramref name="Fingerprint"/> where it has none.</param>
/// <param name="Marks">Two hex digits for each kind of character in it other than letters, digits and <c>_.~!&amp;()*+,;='-</c>; XX for a % that begins no escape.</param>
internal sealed record WorkerSecret(string? Fingerprint, string? DecodedFingerprint, string Marks)
{
    // What ends the authority of a URI (RFC 3986, 3.2), an escape that is none, and what Go's net/url refuses in it (validUserinfo).
    private static readonly string[] Breaking = ["2f", "3f", "23", "XX", "20", "22", "3c", "3e", "5b", "5c", "5d", "5e", "60", "7b", "7c", "7d"];

    /// <summary>Reads what follows <c>S </c> in the answer.</summary>
    public static WorkerSecret Parse(string fields)
    {
        var parts = fields.Split(' ');
        return new WorkerSecret(Hash(parts[0]), parts.Length > 1 ? Hash(parts[1]) : null, parts.Length > 2 ? parts[2] : string.Empty);
    }

    /// <summary>It has that character.</summary>
    public bool Has(char character)
    {
        var wanted = ((int)character).ToString("x2", System.Globalization.CultureInfo.InvariantCulture);
        for (var at = 0; at + 2 <= Marks.Length; at += 2)
        {
            if (string.CompareOrdinal(Marks, at, wanted, 0, 2) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The characters in it with which AMQP_URI is not what was meant, for a person; empty when there are none.</summary>
    public string BreaksUri()
    {
        var found = new System.Collections.Generic.List<string>();
        for (var at = 0; at + 2 <= Marks.Length; at += 2)
        {
            var mark = Marks.Substring(at, 2);
            if (mark == "XX")
            {
                found.Add("% without two hex digits behind it");
            }
            else if (Array.IndexOf(Breaking, mark) >= 0 || IsControlOrForeign(mark))
            {
                found.Add(mark == "20" ? "a space" : IsControlOrForeign(mark) ? "\\x" + mark : ((char)Convert.ToInt32(mark, 16)).ToString());
            }
        }

        return string.Join(" ", found);
    }

    private static bool IsControlOrForeign(string mark) => Convert.ToInt32(mark, 16) is < 32 or > 126;

    private static string? Hash(string text) => text.Length == 64 ? text : null;
}
