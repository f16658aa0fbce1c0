using System.Buffers;

namespace TravisOps.Redaction;

/// <summary>
/// Buffers for texts that may hold secrets: who gives one back clears it. The shared pool keeps some for each thread, and hosts have threads of their own that end: what those
/// had would be lost and made again for every host.
/// </summary>
internal static class RedactionPool
{
    private const int Longest = 8 * 1024 * 1024;
    private const int MostOfALength = 32;

    public static ArrayPool<byte> Bytes { get; } = ArrayPool<byte>.Create(Longest, MostOfALength);
}
