using System.Text;

namespace TravisOps.Probing;

/// <summary>Turns bytes of a host into text: UTF-8 with replacement, cut between characters.</summary>
internal static class RawText
{
    /// <summary>The first <paramref name="max"/> bytes at the most.</summary>
    public static string Head(byte[] data, int start, int length, int max)
    {
        if (length > max)
        {
            length = max;

            // Back to the first byte of the character that the cut went through; three steps are the most that UTF-8 needs.
            for (var back = 0; back < 3 && length > 0 && IsContinuation(data[start + length]); back++)
            {
                length--;
            }
        }

        return Encoding.UTF8.GetString(data, start, length);
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;
}
