using System;
using System.Globalization;

namespace TravisOps.Bundles;

/// <summary>
/// Shell text that sends log files one after another over one stream. A line before each tells its length, so that content is never taken for a line
/// of ours. Read by <see cref="LogFrames"/>. Needs what Ubuntu 14.04 has.
/// </summary>
internal static class LogScript
{
    // A file that is written meanwhile gives what it had at the beginning; one that was cut off meanwhile is filled up with zeros, so that the
    // length holds. A packed file can't be cut: it comes whole or not at all.
    //
    // What a command prints is counted while it is kept: wc has the pipe to tail open, so that tail sees its end, and prints, only after wc has said how much it was. What
    // the command said and its exit code follow.
    private const string Prelude = """
        export LC_ALL=C TZ=UTC
        PATH=$PATH:/usr/local/bin:/snap/bin
        per=@PER@ left=@LEFT@ since=@SINCE@ estimate=@ESTIMATE@ sent=0
        nl='
        '
        skip() { printf '>>> SKIP %s %s %s\n' "$1" "$2" "$3"; }
        send() {
          [ -f "$1" ] || return 0
          if [ -n "$since" ] && [ -z "$(find "$1" -prune -newermt "@$since" 2>/dev/null)" ]; then skip since 0 "$1"; return 0; fi
          s=$(wc -c <"$1") || { skip unreadable 0 "$1"; return 0; }
          s=$((s)) n=$s
          [ "$n" -le "$per" ] || n=$per
          [ "$n" -le "$left" ] || n=$left
          case $1 in *.gz|*.tgz|*.zip) [ "$n" -eq "$s" ] || n=0 ;; esac
          if [ "$n" -eq 0 ] && [ "$s" -gt 0 ]; then skip limit "$s" "$1"; return 0; fi
          printf '>>> FILE %s %s %s\n' "$n" "$s" "$1"
          [ -n "$estimate" ] || { tail -c "+$((s - n + 1))" "$1"; head -c "$n" /dev/zero; } 2>/dev/null | head -c "$n"
          left=$((left - n)) sent=$((sent + 1))
        }
        all() {
          l=$(ls -t -d $1 2>/dev/null)
          set -f
          IFS=$nl
          for f in $l; do send "$f"; done
          unset IFS
          set +f
        }
        files() { for g in "$@"; do all "$g"; done; }
        rest() {
          n=$per
          [ "$n" -le "$left" ] || n=$left
          printf '>>> REST %s %s\n' "$n" "$1"
          shift
          [ -z "$estimate" ] || return 0
          { said=$({ { { "$@" 2>&4; printf ' %s' $? >&4; } | tee /dev/fd/6 | wc -c >&3; } 6>&1 | tail -c "$n" >&3; } 4>&1 | tail -c 400); } 3>&1
          printf '>>> END %s %s\n' "${said##* }" "$(printf %s "${said% *}" | tr '\n' ' ')"
          sent=$((sent + 1))
        }

        """;

    /// <summary>The text, with functions to use: <c>files PATTERN…</c> sends files newest first, <c>rest NAME COMMAND…</c> the end of what a command prints,
    /// <c>skip WORD BYTES NAME</c> tells of one that is not sent or not as it should be, see <see cref="LogRemark"/>; <c>$sent</c> counts files.</summary>
    public static string Build(LogLimits limits, string text) => Prelude.Replace("\r", string.Empty)
        .Replace("@PER@", limits.PerLog.ToString(CultureInfo.InvariantCulture))
        .Replace("@LEFT@", limits.PerHost.ToString(CultureInfo.InvariantCulture))
        .Replace("@ESTIMATE@", limits.Estimate ? "yes" : string.Empty)
        .Replace("@SINCE@", limits.Since is { } since ? Seconds(since) : string.Empty) + text.Replace("\r", string.Empty);

    private static string Seconds(DateTime time) =>
        new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
