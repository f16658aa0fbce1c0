using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Probing;

/// <summary>
/// All files of a plan are read by a single <c>head -v</c>, which writes <c>==> path &lt;==</c> before each. So that no file's content can
/// imitate such a line, each path is spelled with a random prefix of <c>/</c> and <c>/.</c>, which names the root directory all the same:
/// 128 of them, one for a bit. They are derived from the nonce, and not the nonce itself, because arguments can be seen in the host's process list.
/// </summary>
/// <remarks>
/// Why not the shell's own <c>read</c>, which needs no process at all: it loses NUL bytes; dash reads one byte a call, and for the integers in
/// /proc/sys Linux answers such a read with the first digit only; and a kilobyte read that way costs more than this one process.
/// </remarks>
internal static class PathSpelling
{
    /// <summary>The prefix for a run.</summary>
    public static string Prefix(string nonce)
    {
        using var sha = SHA256.Create();
#pragma warning disable CA1850 // The static HashData is not in .NET Framework.
        var hash = sha.ComputeHash(Encoding.ASCII.GetBytes("path spelling " + nonce));
#pragma warning restore CA1850
        var text = new StringBuilder();
        for (var bit = 0; bit < 128; bit++)
        {
            text.Append((hash[bit / 8] >> (bit % 8) & 1) == 0 ? "/" : "/.");
        }

        return text.ToString();
    }
}
