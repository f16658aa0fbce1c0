using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using TravisOps.Protection;

namespace TravisOps.EncryptionKeys;

/// <summary>
/// A key on a piece of paper: lines of 16 characters in groups of four, each with its number before it and four digits behind it that find a
/// character that was typed wrong.
/// </summary>
/// <remarks>
/// The digits are two sums modulo 97 over the line's number and its characters, one of them with the places as weights (a Reed–Solomon code over
/// the field of 97 elements). Every single wrong character is found and its place told; two wrong ones, or two that changed
/// places, are always noticed.
/// </remarks>
internal static class PaperKey
{
    /// <summary>Characters a line.</summary>
    public const int LineLength = 16;

    private const int Group = 4;
    private const int Prime = 97;
    private const string FingerprintMark = "fingerprint ";

    private static readonly Regex s_line = new(@"^\s*0*([0-9]{1,3})[.:)]?\s+(\S.*?)\s+=\s*([0-9]{2})\s?([0-9]{2})\s*$", RegexOptions.CultureInvariant);

    private static readonly Regex s_length = new(@"\b([0-9]{1,4}) characters\b", RegexOptions.CultureInvariant);

    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Write(EncryptionKey key, KeyDetails details)
    {
        var lines = new List<string>
        {
            "Encryption key of Travis CI Enterprise",
            $"{details.ComputerName}, {details.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {key.Length} characters, capital and small letters differ",
            FingerprintMark + details.Fingerprint,
            string.Empty,
        };
        for (var start = 0; start < key.Length; start += LineLength)
        {
            var number = (start / LineLength) + 1;
            var characters = key.Bytes.AsSpan(start, Math.Min(LineLength, key.Length - start)).ToArray();
            var text = new StringBuilder(number.ToString("00", CultureInfo.InvariantCulture)).Append(' ');
            for (var i = 0; i < LineLength; i++)
            {
                text.Append(i % Group == 0 ? " " : string.Empty).Append(i < characters.Length ? (char)characters[i] : ' ');
            }

            var (plain, weighted) = Sums(number, characters);
            lines.Add(text.Append("  = ").Append(plain.ToString("00", CultureInfo.InvariantCulture)).Append(' ').Append(weighted.ToString("00", CultureInfo.InvariantCulture)).ToString());
            SecretBytes.Clear(characters);
        }

        return lines;
    }

    /// <summary>True when there is a line of such a paper among them.</summary>
    public static bool IsOne(IEnumerable<string> lines) => lines.Any(line => s_line.IsMatch(line));

    /// <summary>Reads what was typed in. Lines that are none of the paper's don't matter; the number of characters and the fingerprint of its heading, where they are there, must fit.</summary>
    /// <exception cref="EncryptionKeyException">Something was typed wrong; the message tells in which line and where, and not what.</exception>
    public static EncryptionKey Read(IReadOnlyList<string> lines)
    {
        var parts = new List<byte[]>();
        try
        {
            foreach (var line in lines)
            {
                if (s_line.Match(line) is { Success: true } match)
                {
                    parts.Add(ReadLine(match, parts.Count + 1));
                }
                else if (Regex.IsMatch(line, @"^\s*[0-9]{1,3}[.:)]?\s+\S") && !line.Contains("characters"))
                {
                    throw Mistyped($"Line {parts.Count + 1} can't be read: it has its number, the characters, '=' and four digits", "Type all of it, as it is on the paper.");
                }
            }

            if (parts.Count == 0)
            {
                throw Mistyped("There is no line of a paper with a key", "Type its lines with their numbers and the digits behind them.");
            }

            // All but the last are full.
            var cut = parts.FindIndex(part => part.Length != LineLength);
            if (cut >= 0 && cut < parts.Count - 1)
            {
                throw Mistyped($"Line {cut + 1} has {parts[cut].Length} characters instead of {LineLength}", "Compare it with the paper.");
            }

            return Checked(EncryptionKey.Own([.. parts.SelectMany(part => part)]), lines);
        }
        finally
        {
            parts.ForEach(SecretBytes.Clear);
        }
    }

    /// <summary>Whether they tell of themselves that none is missing at the end: by the heading's number of characters, or its fingerprint.</summary>
    public static bool TellsItsEnd(IReadOnlyList<string> lines) => Length(lines) is not null || Fingerprint(lines) is not null;

    private static EncryptionKey Checked(EncryptionKey key, IReadOnlyList<string> lines)
    {
        if (Length(lines) is { } length && length != key.Length)
        {
            var typed = key.Length;
            key.Dispose();
            throw Mistyped($"The heading says that the key has {length} characters, and the lines have {typed}", "Are all lines there? Compare the heading with the paper too.");
        }

        if (Fingerprint(lines) is not { } told || told == key.Fingerprint)
        {
            return key;
        }

        key.Dispose();
        throw Mistyped("Each line fits its digits, and the key as a whole does not fit the fingerprint", "Are all lines there? Otherwise the fingerprint was typed wrong: compare it with the paper.");
    }

    private static int? Length(IReadOnlyList<string> lines) =>
        lines.Select(line => s_length.Match(line)).FirstOrDefault(match => match.Success) is { } told ? int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static string? Fingerprint(IReadOnlyList<string> lines) =>
        lines.Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(FingerprintMark, StringComparison.OrdinalIgnoreCase))?.Substring(FingerprintMark.Length).Trim();

    private static byte[] ReadLine(Match match, int number)
    {
        var typedNumber = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        if (typedNumber != number)
        {
            throw Mistyped($"Line {typedNumber} comes where line {number} is expected", "Type the lines in their order, and each once.");
        }

        var typed = match.Groups[2].Value;
        if (typed.Any(letter => letter is not ' ' and (< '!' or > '~')))
        {
            throw Mistyped($"Line {number} has a character that no key has", "Compare it with the paper.");
        }

        var characters = typed.Where(letter => letter != ' ').Select(letter => (byte)letter).ToArray();
        if (characters.Length > LineLength)
        {
            throw Mistyped($"Line {number} has {characters.Length} characters, more than {LineLength}", "Compare it with the paper.");
        }

        var (plain, weighted) = Sums(number, characters);
        var plainOff = Modulo(plain - int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        var weightedOff = Modulo(weighted - int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture));
        if (plainOff == 0 && weightedOff == 0)
        {
            return characters;
        }

        SecretBytes.Clear(characters);
        throw Mistyped($"Line {number} was typed wrong: {Place(plainOff, weightedOff, characters.Length)}", "Compare it with the paper, capital and small letters too.");
    }

    // One wrong character shifts the first sum by some amount and the second by its place times as much.
    private static string Place(int plainOff, int weightedOff, int length)
    {
        if (plainOff == 0 || weightedOff == 0)
        {
            return "the digits at its end, or more than one character";
        }

        var place = Enumerable.Range(1, Prime - 1).First(candidate => Modulo(candidate * plainOff) == weightedOff);
        return place <= length
            ? $"look at character {place} ({(((place - 1) % Group) + 1) switch { 1 => "the first", 2 => "the second", 3 => "the third", _ => "the fourth" }} of group {((place - 1) / Group) + 1})"
            : "more than one character, or one too few or too many";
    }

    private static (int Plain, int Weighted) Sums(int number, byte[] characters)
    {
        // The number has a place of its own, so that lines can't be taken for each other.
        var plain = number;
        var weighted = number * (LineLength + 1);
        for (var i = 0; i < characters.Length; i++)
        {
            plain += characters[i] - ' ';
            weighted += (i + 1) * (characters[i] - ' ');
        }

        return (plain % Prime, weighted % Prime);
    }

    private static int Modulo(int number) => ((number % Prime) + Prime) % Prime;

    private static EncryptionKeyException Mistyped(string message, string remedy) => new(EncryptionKeyErrorKind.Mistyped, message + ".", remedy);
}
