using System;

namespace TravisOps.Redaction;

/// <summary>Tells text from what only a program of its own could look through.</summary>
internal static class TextKind
{
    private const int Sample = 4096;

    /// <summary>Looks at the beginning of a block.</summary>
    /// <exception cref="UnredactableException">It is no text that bytes of ASCII can be found in.</exception>
    public static void ThrowIfNotText(ReadOnlySpan<byte> block, bool isFirst)
    {
        if (isFirst && block.Length >= 2 && ((block[0] == 0xFF && block[1] == 0xFE) || (block[0] == 0xFE && block[1] == 0xFF)))
        {
            throw new UnredactableException("It is UTF-16 text, which is not looked through.");
        }

        var sample = block.Slice(0, Math.Min(Sample, block.Length));
        int controls = 0, zeros = 0;
        foreach (var c in sample)
        {
            controls += c is < 32 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 12 or 8 or 27 or 0) ? 1 : 0;
            zeros += c == 0 ? 1 : 0;
        }

        // A log that was not on the disk yet at a crash has a run of zeros in it; an image or a program has control characters all over.
        if (controls * 20 > sample.Length || (zeros * 5 > sample.Length && zeros < sample.Length && controls + Alternations(sample) > sample.Length / 10))
        {
            throw new UnredactableException("It is no text.");
        }
    }

    // Changes between zero and something: many in UTF-16 and in tables, two in a hole.
    private static int Alternations(ReadOnlySpan<byte> sample)
    {
        var changes = 0;
        for (var i = 1; i < sample.Length; i++)
        {
            changes += (sample[i] == 0) != (sample[i - 1] == 0) ? 1 : 0;
        }

        return changes;
    }
}
