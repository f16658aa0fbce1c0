using System;
using System.Globalization;

namespace TravisOps.Bundles;

/// <summary>
/// Shell text that sends log files one after another over one stream. A line before each tells its length, so that content is never taken for a line
/// of ours; what has no length known beforehand (the journal) comes last. Read by <see cref="LogFrames"/>. Needs what Ubuntu 14.04 has.
/// </summary>
internal static class LogScript
{
    // A file that is written meanwhile gives what it had at the beginning; one that was cut off meanwhile is filled up with zeros, so that the
    // length holds. A packed file can't be cut: it comes whole or not at all.
    private const string Prelude = """
        export LC_ALL=C TZ=UTC
        PATH=$PATH:/usr/local/bin:/snap/bin
        per=@PER@ left=@LEFT@ since=@SINCE@ estimate=@ESTIMATE@ sent=0
        nl='
        '
        skip() { printf '>>> SKIP %s %s\n' "$1" "$2"; }
        send() {
          [ -f "$1" ] || return 0
          if [ -n "$since" ] && [ -z "$(find "$1" -prune -newermt "@$since" 2>/dev/null)" ]; then skip "$1" 'older than -Since'; return 0; fi
          s=$(wc -c <"$1") || { skip "$1" 'cannot be read'; return 0; }
          s=$((s)) n=$s
          [ "$n" -le "$per" ] || n=$per
          [ "$n" -le "$left" ] || n=$left
          case $1 in *.gz|*.tgz|*.zip) [ "$n" -eq "$s" ] || n=0 ;; esac
          if [ "$n" -eq 0 ] && [ "$s" -gt 0 ]; then skip "$1" "its $s bytes are over the limit"; return 0; fi
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
          [ -n "$estimate" ] || "$@" 2>/dev/null | tail -c "$n"
        }

        """;

    /// <summary>The text, with functions to use: <c>files PATTERN…</c> sends files newest first, <c>rest NAME COMMAND…</c> the end of what a command prints, last;
    /// <c>$sent</c> counts files.</summary>
    public static string Build(LogLimits limits, string text) => Prelude.Replace("\r", string.Empty)
        .Replace("@PER@", limits.PerLog.ToString(CultureInfo.InvariantCulture))
        .Replace("@LEFT@", limits.PerHost.ToString(CultureInfo.InvariantCulture))
        .Replace("@ESTIMATE@", limits.Estimate ? "yes" : string.Empty)
        .Replace("@SINCE@", limits.Since is { } since ? Seconds(since) : string.Empty) + text.Replace("\r", string.Empty);

    private static string Seconds(DateTime time) =>
        new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
