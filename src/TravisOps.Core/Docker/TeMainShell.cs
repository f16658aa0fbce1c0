using TravisOps.Checks;

namespace TravisOps.Docker;

/// <summary>
/// Shell functions that find the application's container, te-main, and do something in it, without the interactive alias <c>travis</c>
/// (facts 1). For scripts that run as root; POSIX sh of Ubuntu 14.04.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>te_find</c> sets <c>te</c> to the running container's id, the newest where there are several, and <c>te_stopped</c> to the newest that does not run; each is
/// empty where there is none. It fails when Docker can't be asked, with the reason on standard error.</item>
/// <item><c>te_exec COMMAND…</c> runs a command in <c>te</c>, <c>te_exec -i COMMAND…</c> with the standard input passed on. Arguments arrive as they are.</item>
/// <item><c>te_admin COMMAND WORD…</c> runs a command by Replicated's command line, where Docker itself can't be asked or has no such container: without a terminal, and
/// then by the alias in an interactive shell. At least two words, of letters, digits and <c>/._-</c>; there is no standard input.</item>
/// <item><c>te_healthy</c> waits until te-main says OK at /api/uptime, five minutes at the most, since it is up some time after its container is. It fails with what was said
/// instead on standard error.</item>
/// </list>
/// </remarks>
public static class TeMainShell
{
    /// <summary>The functions' definitions, to stand before what uses them.</summary>
    public static string Functions { get; } = PreflightItems.DockerPath + Template.Replace("\r", string.Empty);

    // Which container is meant is decided as DockerNames does it: by image or name. Before Docker 1.8 there is no --format: of the table's
    // columns the first two and the last tell.
    //
    // Old wrappers of Replicated lose the quotes of their arguments, so that none may need any: {cat,FILE} is one word for every shell but the bash
    // in the container. What a way printed counts only when it succeeded.
    private const string Template = """
        te_nl='
        '
        te_list() {
          timeout -k 5 30 docker ps "$@" --no-trunc --format '{{.ID}} {{.Image}} {{.Names}}' 2>/dev/null && return
          te_t=$(timeout -k 5 30 docker ps "$@" --no-trunc) || return
          printf '%s\n' "$te_t" | awk 'NR > 1 { print $1, $2, $NF }'
        }
        te_ids() { awk 'tolower($2 " " $3) ~ /te-main/ { print $1 }'; }
        te_find() {
          te= te_stopped=
          te_r=$(te_list) && te_a=$(te_list -a) || return
          te_r=$(printf '%s\n' "$te_r" | te_ids)
          te=${te_r%%"$te_nl"*}
          for te_x in $(printf '%s\n' "$te_a" | te_ids); do
            case $te_nl$te_r$te_nl in *"$te_nl$te_x$te_nl"*) ;; *) te_stopped=$te_x; break ;; esac
          done
        }
        te_exec() {
          te_i=
          if [ "$1" = -i ]; then te_i=-i; shift; fi
          docker exec $te_i "$te" "$@"
        }
        te_admin() {
          te_w=$1
          shift
          for te_x in "$@"; do te_w=$te_w,$te_x; done
          if te_x=$(command -v replicated); then
            te_x=$("$te_x" admin --no-tty bash -c "{$te_w}" 2>/dev/null) && [ -n "$te_x" ] && { printf '%s\n' "$te_x"; return; }
          fi
          te_x=$($(command -v setsid) bash -ic "travis bash -c '{$te_w}'" 2>/dev/null) && [ -n "$te_x" ] && printf '%s\n' "$te_x"
        }
        te_uptime() {
          timeout -k 2 15 docker exec "$te" sh -c 'wget -q -T 5 -O - http://127.0.0.1/api/uptime || curl -fs -m 5 http://127.0.0.1/api/uptime' 2>/dev/null ||
            curl -fsk -m 5 https://127.0.0.1/api/uptime 2>/dev/null || wget -q -t 1 -T 5 --no-check-certificate -O - https://127.0.0.1/api/uptime 2>/dev/null
        }
        te_healthy() {
          te_e=$(($(date +%s) + 300))
          until te_find 2>/dev/null; te_x=$(te_uptime); [ "$te_x" = OK ]; do
            [ "$(date +%s)" -lt "$te_e" ] || { echo "te-main does not say OK at /api/uptime: ${te_x:-no answer}" >&2; return 1; }
            sleep 1
          done
        }

        """;
}
