using System;

namespace TravisOps.Redaction;

/// <summary>A secret's place in some bytes.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="Rule">What found it, one of <see cref="RedactionRules"/>.</param>
/// <param name="Pseudonym">What is to stand there; null when it is made of <paramref name="Value"/>.</param>
/// <param name="Value">The secret without escapes; null for a known one.</param>
internal readonly record struct RedactionHit(int Start, int End, string Rule, byte[]? Pseudonym, byte[]? Value)
{
    /// <summary>Where the name begins that it stands under, without which it would not be found; null when it has none.</summary>
    public int? NameStart { get; init; }

    /// <summary>The value is to be looked for everywhere. A commit or a digest beside a word such as key is not: it would go from every line that tells of it.</summary>
    public bool IsLearnt => Value is { } value && !(Rule == RedactionRules.HighEntropy && value.Length is 40 or 64 && Array.TrueForAll(value, Ascii.IsHex));
}
