using System;

namespace TravisOps.Redaction;

/// <summary>Tells a version of four numbers from an address. An address within a company's network is one where both can be meant.</summary>
internal static class VersionText
{
    private const int MaxWord = 64;

    // A service too, but its versions are small numbers.
    private const int MostOfDocker = 30;

    // What stands before a version. None of them is a service, behind whose name an address may stand.
    private static readonly byte[][] s_words =
    [
        "version"u8.ToArray(), "ver"u8.ToArray(), "versions"u8.ToArray(), "release"u8.ToArray(), "otp"u8.ToArray(), "erlang"u8.ToArray(), "openssl"u8.ToArray(), "openssh"u8.ToArray(), "jvm"u8.ToArray(), "java"u8.ToArray(),
        "jdk"u8.ToArray(), "jre"u8.ToArray(), "openjdk"u8.ToArray(), "ruby"u8.ToArray(), "python"u8.ToArray(), "perl"u8.ToArray(), "gcc"u8.ToArray(), "glibc"u8.ToArray(), "libc"u8.ToArray(), "kernel"u8.ToArray(), "chrome"u8.ToArray(),
        "chromium"u8.ToArray(), "firefox"u8.ToArray(), "docker-ce"u8.ToArray(), "docker-engine"u8.ToArray(), "lxc-docker"u8.ToArray(), "containerd.io"u8.ToArray(), "te-main"u8.ToArray(), "travis-worker"u8.ToArray(),
    ];

    // Images with no folder in their names.
    private static readonly byte[][] s_images =
    [
        "te-main"u8.ToArray(), "travis-worker"u8.ToArray(), "worker"u8.ToArray(), "replicated"u8.ToArray(), "replicated-ui"u8.ToArray(), "replicated-operator"u8.ToArray(), "ubuntu"u8.ToArray(), "debian"u8.ToArray(), "alpine"u8.ToArray(),
    ];

    /// <summary>True for a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where its first number begins.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="address">Its numbers.</param>
    public static bool Is(ReadOnlySpan<byte> text, int start, int end, byte[] address)
    {
        var next = end < text.Length ? text[end] : (byte)0;
        var then = end + 1 < text.Length ? text[end + 1] : (byte)0;
        var isPrivate = address[0] is 10 or 127 || (address[0] == 192 && address[1] == 168) || (address[0] == 172 && (address[1] & 0xF0) == 16);

        // A port or a network's size.
        if (next is (byte)':' or (byte)'/' && Ascii.IsDigit(then))
        {
            return false;
        }

        // 1.2.3.4-1ubuntu1, 17.12.0.1~ce, and no range of addresses.
        if (next is (byte)'~' or (byte)'+' or (byte)'-' && Ascii.IsAlphanumeric(then))
        {
            return next != '-' || (Ascii.IsDigit(then) ? !IsDotted(text, end + 1) : !isPrivate);
        }

        if (start == 0)
        {
            return false;
        }

        switch (text[start - 1])
        {
            case (byte)'/':
                // Chrome/1.2.3.4, and neither a path nor Java's name/address.
                return !isPrivate && WordBefore(text, start - 1) is { Length: > 0 } product && product.IndexOfAny((byte)'.', (byte)'/', (byte)':') < 0 && product[0] is >= (byte)'A' and <= (byte)'Z';
            case (byte)':':
                // An epoch, or an image's tag.
                var name = WordBefore(text, start - 1);
                return (name.Length == 1 && Ascii.IsDigit(name[0]) && !isPrivate)
                    || IsIn(name, s_images)
                    || (name.IndexOf((byte)'/') is > 0 and var slash && name.IndexOf("//"u8) < 0 && slash < name.Length - 1 && !Ascii.IsDigit(name[0]))
                    || IsIn(name, s_words);
            default:
                var i = start;
                while (i > 0 && start - i < 6 && text[i - 1] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'' or (byte)':' or (byte)'=' or (byte)'(' or (byte)'\\')
                {
                    i--;
                }

                var word = i < start ? WordBefore(text, i) : default;
                return IsIn(word, s_words) || (address[0] < MostOfDocker && !isPrivate && word.Length == 6 && Ascii.StartsWithIgnoreCase(word, "docker"u8));
        }
    }

    private static bool IsDotted(ReadOnlySpan<byte> text, int i)
    {
        var dots = 0;
        for (; i < text.Length && (Ascii.IsDigit(text[i]) || text[i] == '.'); i++)
        {
            dots += text[i] == '.' ? 1 : 0;
        }

        return dots >= 3;
    }

    private static bool IsIn(ReadOnlySpan<byte> word, byte[][] words)
    {
        // With what stands before it: java.version, docker_version, quay.io-travisci-te-main.
        var last = word.LastIndexOfAny((byte)'.', (byte)'_');
        foreach (var one in words)
        {
            if ((word.Length == one.Length && Ascii.StartsWithIgnoreCase(word, one)) || (last >= 0 && word.Length - last - 1 == one.Length && Ascii.StartsWithIgnoreCase(word.Slice(last + 1), one)))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> WordBefore(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < MaxWord && (Ascii.IsName(text[start - 1]) || text[start - 1] is (byte)'/' or (byte)'+'))
        {
            start--;
        }

        // Within a URI or behind a number with a colon it is no word of its own.
        return start > 0 && text[start - 1] is (byte)':' or (byte)'@' ? default : text.Slice(start, end - start);
    }
}
