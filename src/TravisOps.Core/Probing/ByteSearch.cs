using System;

namespace TravisOps.Probing;

/// <summary>Finds bytes in bytes.</summary>
internal static class ByteSearch
{
    /// <summary>Where <paramref name="needle"/> begins in <c>data[start..end]</c>, or -1.</summary>
    public static int IndexOf(byte[] data, byte[] needle, int start, int end)
    {
        var last = end - needle.Length;
        while (start <= last)
        {
            start = Array.IndexOf(data, needle[0], start, last - start + 1);
            if (start < 0)
            {
                return -1;
            }

            if (Matches(data, needle, start))
            {
                return start;
            }

            start++;
        }

        return -1;
    }

    private static bool Matches(byte[] data, byte[] needle, int at)
    {
        for (var i = 1; i < needle.Length; i++)
        {
            if (data[at + i] != needle[i])
            {
                return false;
            }
        }

        return true;
    }
}
