using System.Globalization;
using System.Linq;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>
/// The host's side of a stream, as one POSIX sh text. This class is the whole protocol; <see cref="StreamReport"/> reads what it says.
/// </summary>
/// <remarks>
/// <para>
/// SSH.NET keeps what has arrived and was not read in memory without a bound, and past 2 GiB it loses some. So the host sends only what it was
/// granted. Lines go there on standard input: <c>g N</c> grants N blocks of 64 KiB, <c>d N R</c> is followed by N blocks and R bytes of data,
/// <c>e BYTES SHA</c> says that these were all, <c>b</c> that this side is there, <c>q</c> that it has understood the end.
/// </para>
/// <para>
/// What the host has to say comes on standard error, in lines that begin with a random word: <c>ready</c>, <c>beat</c>, <c>used</c> (a follower's grant), <c>stage NAME STATUS</c>,
/// <c>bytes N eof|broken</c>, <c>hash HEX|none</c>, <c>end</c>. Standard output is data and nothing else.
/// </para>
/// <para>
/// Processes: the listener reads standard input and ticks; the watchdog ends the whole process group when the ticks stop, first with TERM, a second
/// later with KILL, and never after a <c>q</c>; the pipeline; the reporter, which hears of every stage; and the guardian, in a session of its own, which
/// runs the Finally text when the reporter is gone, however that came to be. Each file descriptor above 2 is held by nobody who need not have it: an end
/// of file is how they learn of each other's end. (That is why the inner pipelines run in the background: the shell that waits for them closes its own.)
/// </para>
/// <para>
/// A consumer on the host never sees the end of a stream that was broken off: the listener holds the pipe to it open while it ends the whole group
/// with KILL, which the kernel delivers to all of them before any of them runs on.
/// </para>
/// <para>
/// The tee of a download is told of when it dies: everything behind it would take that for the end, and a stage before it may have written its last bytes
/// into the pipe and ended well.
/// </para>
/// </remarks>
internal static class StreamShell
{
    /// <summary>A block, in bytes.</summary>
    public const int Block = 65536;

    /// <summary>Variable with the command that prints the SHA-256 of its input. sha256sum of most distributions is five times slower than openssl.</summary>
    private const string FindHash = "if command -v openssl >/dev/null; then H='openssl dgst -sha256'; elif command -v sha256sum >/dev/null; then H=sha256sum; else H=; fi\n";

    /// <summary>Reads the digest from either's output.</summary>
    private const string Hash = "{ exec 4>&- 7<&-; h=$($H 2>/dev/null); h=${h##*= }; h=${h%% *}; say \"hash ${h:-none}\"; }";

    /// <summary>Waits for its end of file in a session of its own, then does what has to be done in any case. Without "begun" nothing was begun.</summary>
    private const string Guardian = "trap '' HUP INT TERM PIPE\necho \"$N ready\" >&2\nIFS= read -r x || exit 0\ncat >/dev/null\n"
        + "o=$(eval \"$F\" </dev/null 2>&1); s=$?\n[ -z \"$o\" ] || echo \"$o\" >&2\necho \"$N stage " + StreamScript.FinallyStage + " $s\" >&2\necho \"$N end\" >&2";

    /// <summary>The text for data from the host.</summary>
    /// <param name="script">What to run.</param>
    /// <param name="nonce">The random word.</param>
    /// <param name="follow">Sends what is there at once, up to a block a grant, and computes no hash.</param>
    public static string Download(StreamScript script, string nonce, bool follow)
    {
        const string Listener = "while IFS=' ' read -r k n; do case $k in g) echo \"$n\" 2>/dev/null >&5;; q) echo q >&6; exit;; *) echo b >&6; tell beat;; esac; done";
        var copy = "dd bs=65536 " + (follow ? "count=1" : "count=\"$n\" iflag=fullblock") + " 2>&1 >&4 7<&- 8>&- 9>&-";
        var more = follow ? "[ \"$k\" -gt 0 ]" : "[ \"$k\" -eq $((n * 65536)) ]";
        var pump = "{ exec 8>&-; t=0; e=broken; while r=$(" + copy + "); do r=${r##*\n}; k=${r%% *}; case $k in ''|*[!0-9]*) break;; esac; "
            + (follow ? "tell used; " : string.Empty) + "t=$((t + k)); " + more + " || { e=eof; break; }; IFS= read -r n <&7 || break; done; say \"bytes $t $e\"; }";
        var stages = Stages(script, "4>&- 7<&- 8>&- 9>&-", string.Empty);
        var pipeline = "exec 7<&0 </dev/null\nIFS= read -r n <&7 || exit\nsay begun\n" + (follow
            ? stages + " | " + pump
            : "if [ -n \"$H\" ]; then { " + stages + " | { exec 4>&- 7<&-; tee /dev/fd/8 9>&- || say \"lost tee $?\"; } | " + pump + "; } 8>&1 | " + Hash + "\n"
                + "else " + stages + " | " + pump + "; say 'hash none'; fi");
        return Assemble(script, nonce, Listener, pipeline, reports: script.Stages.Count + (follow ? 1 : 2), patience: StreamLimits.HostPatienceSeconds, beats: false, string.Empty);
    }

    /// <summary>The text for data to the host.</summary>
    /// <param name="script">What to run.</param>
    /// <param name="nonce">The random word.</param>
    public static string Upload(StreamScript script, string nonce)
    {
        // o: 1 while the pipeline takes data, 2 when it has had all of it, 0 when it takes no more.
        const string Listener = """
            t=0; o=1
            while IFS=' ' read -r k n r; do case $k in
            s) echo s >&5; echo b >&6;;
            d) { [ "$n" = 0 ] || dd bs=65536 count="$n" iflag=fullblock 2>/dev/null >&5 6>&- 9>&-; } && { [ "$r" = 0 ] || dd bs="$r" count=1 iflag=fullblock 2>/dev/null >&5 6>&- 9>&-; } || { o=0; break; }
            t=$((t + n * 65536 + r)); echo b >&6;;
            e) [ "$n" = "$t" ] || break; o=2; say "expect $n $r"; exec 5>&- 9>&-;;
            q) echo q >&6; exit;;
            *) echo b >&6;;
            esac; done
            case $o in 1) kill -KILL 0;; 0) exec 5>&- 9>&-; cat >/dev/null;; esac
            """;
        var stages = Stages(script, "4>&- 8>&- 9>&-", " >&2");
        var pipeline = "IFS= read -r s || exit\nsay begun\nif [ -n \"$H\" ]; then { tee /dev/fd/8 4>&- 9>&- | " + stages + "; } 8>&1 | " + Hash + "\n"
            + "else " + stages + "; say 'hash none'; fi";
        var verify = "if [ $ok = 1 ] && [ -n \"$x\" ] && [ \"$h\" = \"$x\" ]; then tell verified\n"
            + (script.AfterVerified is { } after ? "( " + after.Replace("\r\n", "\n") + "\n) </dev/null 9>&-; tell \"stage " + StreamScript.VerifiedStage + " $?\"\n" : string.Empty)
            + "fi\n";
        return Assemble(script, nonce, Listener.Replace("\r\n", "\n"), pipeline, reports: script.Stages.Count + 2, patience: StreamLimits.HostUploadPatienceSeconds, beats: true, verify);
    }

    private static string Stages(StreamScript script, string close, string lastOutput)
    {
        var text = new StringBuilder();
        for (var i = 0; i < script.Stages.Count; i++)
        {
            var stage = script.Stages[i];
            text.Append(i == 0 ? string.Empty : " | ").Append("{ ( exec ").Append(close).Append('\n').Append(stage.Text).Append("\n); say \"stage ").Append(stage.Name).Append(" $?\"; }");
        }

        return text.Append(lastOutput).ToString();
    }

    private static string Assemble(StreamScript script, string nonce, string listener, string pipeline, int reports, int patience, bool beats, string verify)
    {
        var guarded = script.Finally is not null;
        var text = new StringBuilder();
        text.Append("N=").Append(nonce).Append('\n');
        text.Append("tell() { echo \"$N $*\" >&2; }\nsay() { echo \"$*\" >&9; }\n").Append(FindHash);
        text.Append("exec 4>&1 1>&2\n");

        // Each closes what is not its own with exec: behind a brace, dash would keep a copy of it. The listener of a download has nothing to report;
        // while it held the reporter's pipe, the death of the pipeline would go unnoticed.
        text.Append("{ { {\nexec 6>&1 1>&2 <&3 3<&- 4>&-").Append(beats ? string.Empty : " 9>&-").Append("\ntrap '' PIPE\n").Append(listener);
        text.Append("\n} | {\nexec 1>&2 3<&- 4>&- 5>&- 9>&-\ntrap '' TERM\n");
        if (beats)
        {
            text.Append("{ trap - TERM; while sleep ").Append(Number(StreamLimits.BeatSeconds)).Append(" >/dev/null 2>&1; do tell beat; done; } </dev/null &\nB=$!\n");
        }

        text.Append("while :; do case $(timeout ").Append(Number(patience)).Append(" dd bs=2 count=1 2>/dev/null) in b) ;; q) ");
        text.Append(beats ? "kill $B; " : string.Empty).Append("exit;; *) break;; esac; done\nkill -TERM 0; sleep 1; kill -KILL 0\n} &\nexec 1>&2 3<&- 4>&- 5>&- 9>&-; wait; } 5>&1 | {\nexec 3<&-\n");
        text.Append(pipeline).Append("\n} &\nexec 1>&2 3<&- 4>&- 9>&-; wait; } 9>&1 | {\nexec 3<&- 4>&-").Append(guarded ? " 9>&1 1>&2\n" : "\ntell ready\n");
        text.Append("ok=1; h=; x=; c=0\nwhile [ $c -lt ").Append(Number(reports)).Append(" ] && IFS=' ' read -r k a b; do case $k in\n");
        text.Append("begun) ").Append(guarded ? "echo begun >&9; " : string.Empty).Append("continue;;\nstage) case \"$a $b\" in ").Append(AcceptedPatterns(script)).Append(") ;; *) ok=0;; esac;;\nlost) ok=0; tell \"stage $a $b\"; continue;;\nhash) h=$a;;\nexpect) x=$b;;\nesac; c=$((c + 1)); tell \"$k $a $b\"; done\n");
        text.Append(verify).Append(guarded ? string.Empty : "tell end\n").Append('}');
        if (guarded)
        {
            text.Append(" | F=").Append(Quote(script.Finally!.Replace("\r\n", "\n"))).Append(" N=$N setsid sh -c ").Append(Quote(Guardian)).Append(" 3<&- 4>&-");
        }

        return text.Append('\n').ToString();
    }

    private static string AcceptedPatterns(StreamScript script) =>
        string.Join("|", script.Stages.SelectMany(stage => stage.Accepted, (stage, status) => "\"" + stage.Name + " " + Number(status) + "\""));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
