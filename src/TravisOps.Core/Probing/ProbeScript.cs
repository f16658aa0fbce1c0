using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TravisOps.Probing;

/// <summary>
/// Writes a plan as one POSIX sh script for stdin of <c>sh</c>. The script answers on its standard output in frames that
/// <see cref="ProbeReader"/> reads, as each item ends; it writes no file. It runs on Ubuntu 14.04's dash, on bash and on busybox.
/// </summary>
/// <remarks>
/// <para>A mark is a line <c>NONCE LETTER FIELDS</c>; it may follow raw output directly:
/// <c>B version has-timeout uptime</c> begin; <c>C id uptime</c> standard output follows; <c>e id</c> the end of standard error follows;
/// <c>x id exit uptime</c> item done; <c>s id</c> skipped, <c>m id</c> the command that it needs is missing; <c>Z uptime</c> end, and the host's clock follows.</para>
/// <para>Processes on the host, which is what a probe costs: all files without a time limit, one; a command without, a subshell and its own;
/// a command with one, six and its own, and none when what it <see cref="ProbeItem.Needs"/> is missing; the clock, none (the shell becomes <c>date</c>).</para>
/// </remarks>
public static class ProbeScript
{
    /// <summary>Bytes kept of an item's standard error: its end, where the reason stands.</summary>
    public const int MaxErrorBytes = 4096;

    /// <summary>Seconds between TERM and KILL for a command that outlived its limit.</summary>
    public const int KillAfterSeconds = 2;

    internal const string Version = "1";

    // Parsed as a whole before it runs, as it is the shell's own stdin: a command that reads its input must not eat the rest.
    private const string Prologue = """
        {
        LC_ALL=C
        export LC_ALL
        exec 3>&1
        tv_mark() { printf '%s %s\n' "$tv_nonce" "$*"; }
        tv_clock() {
        read -r tv_now tv_rest </proc/uptime || tv_now=
        case $tv_now in
        *[!0-9.]*|*.*.*) tv_now=0.00 ;;
        [0-9]*.[0-9][0-9]) ;;
        *) tv_now=0.00 ;;
        esac
        }
        tv_done() {
        if [ ${#tv_err} -gt 4096 ]; then
        tv_any='????????????????'
        for tv_i in 1 2 3 4 5 6 7 8; do tv_any=$tv_any$tv_any; done
        tv_i=${tv_err%$tv_any}
        tv_err=${tv_err#"$tv_i"}
        fi
        tv_clock
        printf '%s e %s\n%s%s x %s %s %s\n' "$tv_nonce" "$1" "$tv_err" "$tv_nonce" "$1" "$2" "$tv_now"
        }
        tv_watched() {
        tv_from=$tv_now
        tv_clock
        tv_mark x "$1" - "$tv_now"
        [ $(( (${tv_now%.*} - ${tv_from%.*}) * 100 + 1${tv_now#*.} - 1${tv_from#*.} )) -lt $(($2 * 100)) ]
        }
        if command -v timeout >/dev/null 2>&1; then
        tv_has=1
        tv_limit() { timeout -k 2 "$@"; }
        else
        tv_has=0
        tv_limit() { shift; "$@"; }
        fi
        tv_clock
        tv_mark B 1 "$tv_has" "$tv_now"

        """;

    // The shell becomes date: the host's clock is the last thing it says, so that it is known when that was read here.
    private const string Epilogue = """
        tv_mark Z "$tv_now"
        exec date +%s.%N
        } </dev/null

        """;

    /// <summary>The script for a plan.</summary>
    /// <param name="plan">What to ask; names are unique. Files without a time limit are read first, in one go; the rest in the plan's order.</param>
    /// <param name="nonce">From <see cref="ProbeNonce.Create"/>.</param>
    /// <exception cref="ArgumentException">The plan or the nonce breaks a rule.</exception>
    public static string Build(IReadOnlyList<ProbeItem> plan, string nonce)
    {
        ProbePlanRules.Check(plan);
        ProbeNonce.Check(nonce);

        var script = new StringBuilder();
        script.Append("tv_nonce=").Append(nonce).Append('\n').Append(Prologue.Replace("\r\n", "\n"));
        AppendFiles(script, plan, nonce);

        var gates = plan.Where(item => item.Gate is not null).Select(item => item.Gate!).Distinct(StringComparer.Ordinal).ToList();
        for (var gate = 0; gate < gates.Count; gate++)
        {
            script.Append(GateVariable(gate)).Append("=open\n");
        }

        for (var index = 0; index < plan.Count; index++)
        {
            var item = plan[index];
            if (!IsBatched(item))
            {
                var gate = item.Gate is null ? null : GateVariable(gates.IndexOf(item.Gate));
                AppendItem(script, item, index.ToString(CultureInfo.InvariantCulture), gate);
            }
        }

        return script.Append(Epilogue.Replace("\r\n", "\n")).ToString();
    }

    /// <summary>A file that is read together with the others.</summary>
    internal static bool IsBatched(ProbeItem item) => item.Kind == ProbeItemKind.File && item.TimeLimit is null;

    /// <summary>The limit in whole seconds, as <c>timeout</c> of busybox wants it.</summary>
    internal static int WholeSeconds(TimeSpan limit) => (int)Math.Ceiling(limit.TotalSeconds);

    private static void AppendFiles(StringBuilder script, IReadOnlyList<ProbeItem> plan, string nonce)
    {
        var files = plan.Where(IsBatched).ToList();
        if (files.Count == 0)
        {
            return;
        }

        script.Append("tv_root=").Append(PathSpelling.Prefix(nonce)).Append("\nset --\n");
        foreach (var file in files)
        {
            // A pipe or a device could block for ever. What can't be seen is left to head, whose error tells missing from denied.
            var path = Quote(file.Source);
            script.Append("[ -e ").Append(path).Append(" ] && [ ! -f ").Append(path).Append(" ] || set -- \"$@\" \"$tv_root\"").Append(path).Append('\n');
        }

        var most = files.Max(file => file.MaxBytes) + 1;
        script.Append("tv_mark C f \"$tv_now\"\ntv_err=\ntv_i=0\nif [ $# -gt 0 ]; then tv_err=$(head -v -c ")
            .Append(most.ToString(CultureInfo.InvariantCulture))
            .Append(" -- \"$@\" 2>&1 >&3 3>&-); tv_i=$?; fi\ntv_done f \"$tv_i\"\nset --\n");
    }

    private static void AppendItem(StringBuilder script, ProbeItem item, string id, string? gate)
    {
        if (gate is not null)
        {
            script.Append("if [ \"$").Append(gate).Append("\" != open ]; then tv_mark s ").Append(id).Append("; else\n");
        }

        if (item.Needs is not null && item.Kind == ProbeItemKind.Command)
        {
            script.Append("if ! command -v ").Append(Quote(item.Needs)).Append(" >/dev/null 2>&1; then tv_mark m ").Append(id).Append("; else\n");
        }

        script.Append("tv_mark C ").Append(id).Append(" \"$tv_now\"\n");
        var text = item.Kind == ProbeItemKind.File ? "exec cat -- " + Quote(item.Source) : item.Source.Replace("\r\n", "\n");
        if (item.TimeLimit is { } limit)
        {
            AppendWatched(script, text, id, item.MaxBytes, WholeSeconds(limit), gate);
        }
        else
        {
            // Standard output goes straight to the client; standard error is caught by the subshell that keeps the item to itself.
            script.Append("tv_err=$(exec 2>&1 >&3 3>&-; eval ").Append(Quote(text)).Append("); tv_done ").Append(id).Append(" $?\n");
        }

        if (item.Needs is not null && item.Kind == ProbeItemKind.Command)
        {
            script.Append("fi\n");
        }

        if (gate is not null)
        {
            script.Append("fi\n");
        }
    }

    // Both outputs are bounded by processes: head lets through what is kept and one byte more, tail keeps the end of standard error and,
    // behind it, the exit code. Tail ends after head, since head's shell holds its input open: the order of the frames is certain.
    private static void AppendWatched(StringBuilder script, string text, string id, int maxBytes, int seconds, string? gate)
    {
        var most = (maxBytes + 1).ToString(CultureInfo.InvariantCulture);
        var errors = (MaxErrorBytes + 4).ToString(CultureInfo.InvariantCulture);
        var limit = seconds.ToString(CultureInfo.InvariantCulture);
        script.Append("{ { tv_limit ").Append(limit).Append(" sh -c ").Append(Quote(text)).Append(" 3>&- 4>&-; printf ' %s' $? >&4; } 2>&4 | head -c ")
            .Append(most).Append(" >&3; tv_mark e ").Append(id).Append(" >&3; } 4>&1 | tail -c ").Append(errors).Append('\n')
            .Append("tv_watched ").Append(id).Append(' ').Append(limit);
        script.Append(gate is null ? "\n" : " || " + gate + "=closed\n");
    }

    private static string GateVariable(int gate) => "tv_gate" + gate.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
