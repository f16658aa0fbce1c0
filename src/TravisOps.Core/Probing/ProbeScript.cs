using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TravisOps.Probing;

/// <summary>
/// Writes a plan as one POSIX sh script. The script answers in frames that <see cref="ProbeReader"/> reads, as each item ends; it
/// writes no file. It runs on Ubuntu 14.04's dash, on bash and on busybox.
/// </summary>
/// <remarks>
/// <para>A mark is a line <c>NONCE LETTER FIELDS</c>; it may follow raw output directly. On standard output:
/// <c>B version has-timeout uptime</c> begin; <c>C id uptime</c> the item's output follows; <c>x id exit uptime</c> item done;
/// <c>s id by</c> skipped, since the item <c>by</c> took too long; <c>Z uptime</c> end, and the host's clock follows. On standard error, which SSH carries apart: <c>e id</c>, the item's own follows.</para>
/// <para>Processes on the host, which is what a probe costs, beside those that a text starts: all files without a time limit, one; a
/// command, one; with a time limit, two; with long output, five more; the clock, one. A text that ends in <c>exec command</c> saves one.</para>
/// </remarks>
public static class ProbeScript
{
    /// <summary>Bytes kept of an item's standard error: its end, where the reason stands.</summary>
    public const int MaxErrorBytes = 4096;

    internal const string Version = "1";

    // Parsed as a whole before it runs, as it is the shell's own stdin: a command that reads its input must not eat the rest.
    private const string Prologue = """
        {
        LC_ALL=C
        export LC_ALL
        tv_mark() { printf '%s %s\n' "$tv_nonce" "$*"; }
        tv_clock() {
        read -r tv_now tv_rest </proc/uptime || tv_now=
        case $tv_now in
        *[!0-9.]*|*.*.*) tv_now=0.00 ;;
        [0-9]*.[0-9][0-9]) ;;
        *) tv_now=0.00 ;;
        esac
        }
        tv_begin() {
        tv_from=$tv_now
        tv_mark C "$1" "$tv_now"
        tv_mark e "$1" >&2
        }
        tv_done() {
        tv_clock
        tv_mark x "$1" "$2" "$tv_now"
        }
        tv_over() { [ $(( (${tv_now%.*} - ${tv_from%.*}) * 100 + 1${tv_now#*.} - 1${tv_from#*.} )) -ge $(($1 * 100)) ]; }
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

    // The host's clock is the last thing that it says, so that it is known when that was said: half a round trip before it arrived.
    private const string Epilogue = """
        tv_mark Z "$tv_now"
        date +%s.%N
        } </dev/null

        """;

    /// <summary>The script for a plan.</summary>
    /// <param name="plan">What to ask; names are unique. Files without a time limit are read first, in one go; the rest in the plan's order.</param>
    /// <param name="nonce">From <see cref="ProbeNonce.Create"/>.</param>
    /// <param name="key">What hosts hash secrets with, as <c>$tv_key</c>, the same for all hosts of a run; from <see cref="ProbeNonce.Create"/> too. It is
    /// in the script, which comes on stdin, and in no item, whose source is kept and, under a time limit, seen in <c>ps</c>: only an item
    /// without a time limit has it.</param>
    /// <exception cref="ArgumentException">The plan, the nonce or the key breaks a rule.</exception>
    public static string Build(IReadOnlyList<ProbeItem> plan, string nonce, string? key = null)
    {
        ProbePlanRules.Check(plan);
        ProbeNonce.Check(nonce);

        var script = new StringBuilder();
        if (key is not null)
        {
            ProbeNonce.Check(key);
            script.Append("tv_key=").Append(key).Append('\n');
        }

        script.Append("tv_nonce=").Append(nonce).Append('\n').Append(Prologue.Replace("\r\n", "\n"));
        AppendFiles(script, plan, nonce);

        var gates = plan.SelectMany(Gates).Distinct(StringComparer.Ordinal).Select((gate, number) => (gate, number))
            .ToDictionary(one => one.gate, one => "tv_gate" + one.number.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        foreach (var variable in gates.Values)
        {
            script.Append(variable).Append("=\n");
        }

        for (var index = 0; index < plan.Count; index++)
        {
            var item = plan[index];
            if (!IsBatched(item))
            {
                AppendItem(script, item, index.ToString(CultureInfo.InvariantCulture), [.. Gates(item).Select(gate => gates[gate])]);
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
        script.Append("tv_begin f\n[ $# -eq 0 ] || head -v -c ").Append(most.ToString(CultureInfo.InvariantCulture)).Append(" -- \"$@\"\ntv_done f $?\nset --\n");
    }

    // A gate is empty while it is open, and has the item that closed it from then on.
    private static void AppendItem(StringBuilder script, ProbeItem item, string id, IReadOnlyList<string> gates)
    {
        foreach (var gate in gates)
        {
            script.Append("if [ -n \"$").Append(gate).Append("\" ]; then tv_mark s ").Append(id).Append(" \"$").Append(gate).Append("\"; el");
        }

        if (gates.Count > 0)
        {
            script.Append("se\n");
        }

        var most = (item.MaxBytes + 1).ToString(CultureInfo.InvariantCulture);
        var text = Quote(item.Kind == ProbeItemKind.File ? $"exec head -c {most} -- {Quote(item.Source)}" : item.Source.Replace("\r\n", "\n"));
        var seconds = item.TimeLimit is { } limit ? WholeSeconds(limit).ToString(CultureInfo.InvariantCulture) : null;
        var run = seconds is null ? $"(eval {text})" : $"tv_limit {seconds} sh -c {text}";
        script.Append("tv_begin ").Append(id).Append('\n');
        if (item.LongOutput && item.Kind == ProbeItemKind.Command)
        {
            // One byte more than is kept shows that there was more. The exit code, which a pipe loses, goes behind standard error.
            var errors = (MaxErrorBytes + " 255".Length).ToString(CultureInfo.InvariantCulture);
            script.Append("{ tv_err=$({ { { ").Append(run).Append(" 2>&4 3>&- 4>&-; printf ' %s' $? >&4; } 2>&4 | head -c ").Append(most)
                .Append(" >&3 4>&-; } 4>&1 | tail -c ").Append(errors).Append("; }); } 3>&1\nprintf '%s' \"${tv_err% *}\" >&2\ntv_done ").Append(id).Append(" \"${tv_err##* }\"\n");
        }
        else
        {
            script.Append(run).Append("\ntv_done ").Append(id).Append(" $?\n");
        }

        if (gates.Count > 0)
        {
            if (seconds is not null)
            {
                script.Append("tv_over ").Append(seconds).Append(" && ").Append(gates[gates.Count - 1]).Append('=').Append(id).Append('\n');
            }

            script.Append("fi\n");
        }
    }

    /// <summary>The gates that an item stands behind, the outermost first and its own last: <c>docker</c>, <c>docker/replicated</c>.</summary>
    private static IEnumerable<string> Gates(ProbeItem item)
    {
        var words = item.Gate?.Split('/') ?? [];
        return words.Select((_, last) => string.Join("/", words.Take(last + 1)));
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
