using System;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;

namespace TravisOps.Protection;

/// <summary>What is done with bytes that are secret. They are arrays that whoever made them clears; a string can't be cleared.</summary>
internal static class SecretBytes
{
    /// <summary>Compares in a time that does not tell where they differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool AreEqual(byte[] one, byte[] other)
    {
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            difference |= one[i] ^ other[i];
        }

        return difference == 0;
    }

    /// <summary>The UTF-8 text as PowerShell holds secrets. Read-only.</summary>
    public static SecureString ToSecureString(byte[] text)
    {
        var characters = new char[Encoding.UTF8.GetCharCount(text)];
        try
        {
            Encoding.UTF8.GetChars(text, 0, text.Length, characters, 0);
            var secure = new SecureString();
            foreach (var character in characters)
            {
                secure.AppendChar(character);
            }

            secure.MakeReadOnly();
            return secure;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>Overwrites it with zeros; null is nothing.</summary>
    public static void Clear(byte[]? bytes)
    {
        if (bytes is not null)
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }
}
