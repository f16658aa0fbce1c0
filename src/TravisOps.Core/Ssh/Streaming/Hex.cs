namespace TravisOps.Ssh;

/// <summary>Bytes as lower case hex digits; net472 has nothing of the kind.</summary>
internal static class Hex
{
    public static string Lower(byte[] bytes)
    {
        const string Digits = "0123456789abcdef";
        var text = new char[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[bytes[i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }

    /// <summary>The other way, of digits that were made by <see cref="Lower"/>.</summary>
    public static byte[] Bytes(string digits)
    {
        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = System.Convert.ToByte(digits.Substring(2 * i, 2), 16);
        }

        return bytes;
    }
}
