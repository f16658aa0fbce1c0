using System;
using System.Globalization;

namespace TravisOps.Ssh;

/// <summary>
/// The one command that is executed on a host. It says which way it got root, then hands standard input to <c>sh</c> under a time
/// limit. There is no secret in it. All of it is in one pair of single quotes without a line break, an exclamation mark or a doubled
/// backslash inside, so that bash, dash, zsh, csh, tcsh and fish as log-in shells take it alike.
/// </summary>
/// <remarks>
/// Where the lines come from:
/// <list type="bullet">
/// <item>The marker on both streams separates what the log-in printed from the script's answer.</item>
/// <item>The user id is read from /proc with a builtin: <c>id</c> would be a process more on each host.</item>
/// <item><c>exec</c> everywhere: as root there are only timeout and the shell that runs the script.</item>
/// <item>sudo ends with 1, 126 or 127 when it did not run the command (sudo(8), EXIT VALUE); the script itself always ends with 0
/// (see <see cref="ScriptInput"/>), so that those three mean only that.</item>
/// <item>With a password, sudo's standard input holds one line and its end: it can try once, and can read nothing else. The root
/// shell then opens the standard input of the shell outside again, through /proc; that works for a pipe and not for a socket, so
/// where sshd made a socket of it a <c>cat</c> comes between.</item>
/// <item>When sudo did not want the password, the line is still there: the root shell takes it away, and says so by its answer.</item>
/// </list>
/// </remarks>
internal static class Bootstrap
{
    /// <summary>Words after the marker on standard output, for the ways to run.</summary>
    public const string AsLogin = "login", AsRoot = "direct", BySudo = "sudo", BySudoPassword = "password";

    /// <summary>Word after the marker on standard error before sudo is run.</summary>
    public const string AskingSudo = "sudo";

    private const string ReadUserId = "u=; while read -r k v u w; do case $k in Uid:) break;; esac; done </proc/self/status; case $u in \"\") u=$(id -u);; esac; ";

    private const string FallBack = "s=$?; case $s in 1|126|127) r " + AsLogin + ";; esac; exit $s";

    private const string DropPassword = "if IFS= read -r x; then k=" + BySudo + "; else k=" + BySudoPassword + "; fi; unset x; [ -r /proc/$0/fd/0 ] || { echo \"root cannot read /proc/$0/fd/0\" >&2; exit 1; }; exec </proc/$0/fd/0; r $k";

    /// <summary>Makes the command.</summary>
    /// <param name="marker">What no log-in script prints: letters, digits and dashes.</param>
    /// <param name="request">How to become root.</param>
    /// <param name="limit">Limit on the host; tenths of a second count, half a second is the least.</param>
    public static string Command(string marker, RootRequest request, TimeSpan limit)
    {
        var seconds = Math.Max(0.5, limit.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
        var run = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${PATH:+:$PATH} LC_ALL=C; export PATH LC_ALL; "
            + $"r() {{ echo \"{marker} $1\"; echo \"{marker}\" >&2; command -v timeout >/dev/null && exec timeout -k 2 {seconds} sh; exec sh; }}; ";
        var direct = ReadUserId + "case $u in 0) r " + AsRoot + ";; esac; ";
        var ask = $"echo \"{marker} {AskingSudo}\" >&2; ";
        return "exec sh -c '" + request switch
        {
            RootRequest.NoPassword => "b=" + Quote(run) + "; eval \"$b\"; " + direct + ask + "sudo -n sh -c \"$b r " + BySudo + "\"; " + FallBack,
            RootRequest.Password => "b=" + Quote(run) + "; c=" + Quote(DropPassword) + "; a="
                + Quote("eval \"$b\"; IFS= read -r p; " + direct + ask + "printf \"%s\\n\" \"$p\" | sudo -S -p \"\" sh -c \"$b$c\" $$; " + FallBack)
                + "; export b c; if [ -p /dev/fd/0 ]; then eval \"$a\"; else { cat <&3 2>/dev/null & } 3<&0 | sh -c \"$a\"; fi",
            _ => run + direct + "r " + AsLogin,
        } + "'";
    }

    /// <summary>In double quotes. A backslash before another letter stands for itself there, so the only one that there is (in printf's format) needs no second.</summary>
    private static string Quote(string text) => "\"" + text.Replace("\"", "\\\"").Replace("$", "\\$") + "\"";
}
