using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>Takes secrets out of a <see cref="SecureString"/> at the last moment. Who calls clears what is returned.</summary>
internal static class SecureText
{
    /// <summary>The text as UTF-8 bytes, with room for <paramref name="extra"/> more bytes at the end.</summary>
    public static byte[] ToUtf8(SecureString text, int extra = 0)
    {
        var characters = ToCharacters(text);
        try
        {
            var bytes = new byte[Encoding.UTF8.GetByteCount(characters) + extra];
            Encoding.UTF8.GetBytes(characters, 0, characters.Length, bytes, 0);
            return bytes;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>The text as a string, for an interface that takes nothing else; it stays in memory until it is collected.</summary>
    public static string ToText(SecureString text)
    {
        var characters = ToCharacters(text);
        try
        {
            return new string(characters);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>True when it holds a line break or a NUL: such a password can't be given on one line of standard input.</summary>
    public static bool HasControl(SecureString text)
    {
        var characters = ToCharacters(text);
        try
        {
            return Array.Exists(characters, c => c is '\n' or '\r' or '\0');
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    private static char[] ToCharacters(SecureString text)
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            var characters = new char[text.Length];
            Marshal.Copy(pointer, characters, 0, characters.Length);
            return characters;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
