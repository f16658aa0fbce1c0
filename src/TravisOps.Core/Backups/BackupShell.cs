using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;

namespace TravisOps.Backups;

/// <summary>The shell texts that the platform runs for a backup. Nothing in them writes there.</summary>
internal static class BackupShell
{
    /// <summary>
    /// <c>clusters</c> finds PostgreSQL's clusters below the application's folders: Debian keeps them four folders deep, and they may be on a disk of their own; it fails when its seconds are not enough. <c>alive</c>
    /// says whether a server is using one: its processes have it as their working folder, also those in a container. <c>restore_copies</c> lists what restores keep in a folder
    /// that is a mount: nothing of the application's.
    /// </summary>
    internal const string Clusters = """
        r='/\(var\|etc\)/travis/\.\(before\|rejected\|travisops\)-restore-[0-9][0-9a-z.]*'
        restore_copies() { find /var/travis/ /etc/travis/ -mindepth 1 -maxdepth 1 -regex "$r" 2>/dev/null; }
        clusters() {
          f=$(timeout -k 2 "$1" find /var/travis/ /etc/travis/ -maxdepth 9 -regex "$r" -prune -o -type f -name pg_control -path '*/global/pg_control' -print 2>/dev/null)
          s=$?
          [ -z "$f" ] || printf '%s\n' "$f" | sed 's,/global/pg_control$,,'
          [ $s -lt 124 ]
        }
        alive() {
          i=$(stat -c %d:%i "$1" 2>/dev/null) || return 1
          for p in /proc/[0-9]*; do
            case $(cat "$p/comm" 2>/dev/null) in postgres|postmaster) [ "$(stat -L -c %d:%i "$p/cwd" 2>/dev/null)" != "$i" ] || return 0 ;; esac
          done
          return 1
        }

        """;

    /// <summary>
    /// Replicated's command line by the way that works: its wrapper calls sudo, which may want a terminal. Each call has a limit of so many seconds: with --attach it has been
    /// seen not to return, and what waits for it is what has to start the application again.
    /// </summary>
    private const string Replicated = """
        ctl() {
          l=$1
          shift
          if [ -x /usr/local/bin/replicatedctl ] && timeout -k 5 20 /usr/local/bin/replicatedctl version >/dev/null 2>&1; then timeout -k 5 "$l" /usr/local/bin/replicatedctl "$@"
          else timeout -k 5 "$l" docker exec replicated replicatedctl "$@"; fi
        }
        state() { ctl 20 app status 2>/dev/null | tr -d ' \n' | sed -n 's/.*"State":"\([^"]*\)".*"IsTransitioning":\([a-z]*\).*/\1 \2/p'; }

        """;

    /// <summary>
    /// Says which folder here the server in te-main works in. It is asked first; it tells only who may know, so else the processes in the container are looked at that have a
    /// server's working folder, of several the one with PostgreSQL's own port. The container's mounts say what its path is here; the inode proves it.
    /// </summary>
    private const string Served = """
        served() {
          m=$(readlink "/proc/$(docker_inspect '{{.State.Pid}}' 2>/dev/null)/ns/mnt") || return 1
          w=$(in_te "$q \"show data_directory\"" 2>/dev/null) s=
          for p in /proc/[0-9]*; do
            case $(cat "$p/comm" 2>/dev/null) in postgres|postmaster) ;; *) continue ;; esac
            [ "$(readlink "$p/ns/mnt")" = "$m" ] && [ -e "$p/cwd/global/pg_control" ] || continue
            if [ -n "$w" ]; then [ "$(stat -L -c %d:%i "$p/root$w" 2>/dev/null)" = "$(stat -L -c %d:%i "$p/cwd")" ] && s=$p && break
            elif [ -z "$s" ] || [ "$(sed -n 4p "$p/cwd/postmaster.pid" 2>/dev/null)" = 5432 ]; then s=$p; fi
          done
          [ -n "$s" ] || return 1
          w=$(readlink "$s/cwd") i=$(stat -L -c %d:%i "$s/cwd")
          is_it() { [ "$(stat -L -c %d:%i "$1" 2>/dev/null)" != "$i" ] || echo "$1"; }
          t=$({
            docker_inspect '{{range .Mounts}}{{.Destination}} {{.Source}}{{"\n"}}{{end}}' 2>/dev/null ||
              docker_inspect '{{range $d, $s := .Volumes}}{{$d}} {{$s}}{{"\n"}}{{end}}'
          } | while read -r d h; do
            case $w/ in "$d"/*) h=$h${w#"$d"} ;; *) continue ;; esac
            for r in /var/travis /etc/travis; do
              l=$(readlink -f "$r")
              case $h/ in "$r"/*) is_it "$h" ;; "$l"/*) is_it "$r${h#"$l"}" ;; esac
            done
          done | head -n 1)
          [ -n "$t" ] || t=$(clusters 10 | while IFS= read -r d; do is_it "$d"; done | head -n 1)
          echo "${t:--}"
        }

        """;

    /// <summary>Looks; answers in lines of a word and its value. What reads whole disks may take its time there, so it has limits, and what did not come in time is unknown. It waits for
    /// its own jobs only: the session's watcher is one of the same shell and ends behind it.</summary>
    public static string Survey { get; } = Text(DatabaseShell.Functions + Clusters + Replicated + Served + """
        kilobytes() { restore_copies | timeout -k 2 15 du -sk -X - -- "$@" 2>/dev/null | awk -v n=$# '{ s += $1 } END { if (NR == n) print s }'; }
        set --
        for d in /var/travis /etc/travis; do
          [ -d "$d" ] || continue
          echo "path $d"
          [ ! -L "$d" ] || echo "link $d"
          set -- "$@" "$d/"
        done
        { [ $# = 0 ] || echo "data $(kilobytes "$@")"; } &
        measured=$!
        restore_copies | sed 's/^/copy /'
        echo "free $(df -Pk /var/travis | awk 'NR == 2 { print $4 }')"
        clusters 10 | while IFS= read -r d; do
          echo "cluster $d"
          echo "clustersize $(kilobytes "$d") $d" &
          [ ! -r "$d/PG_VERSION" ] || echo "pgversion $(cat "$d/PG_VERSION") $d"
          ! alive "$d" || echo "live $d"
          wait $!
        done
        for p in zstd pigz gzip; do ! command -v $p >/dev/null || echo "compressor $p"; done
        echo "replicated $(ctl 10 version --quiet 2>/dev/null | head -n 1)"
        s=$(state); echo "app ${s% *}"
        te_find 2>/dev/null || echo "dockererror $(te_find 2>&1 | tr '\n' ' ')"
        [ -n "$te" ] || { wait $measured; exit 0; }
        echo "container $te"
        echo "image $(docker_inspect '{{.Config.Image}}' 2>/dev/null)"
        limit='timeout -k 2 10'
        y='{s!^    host: *[^]A-Za-z0-9/:[#]*\([][A-Za-z0-9_.:/-]*\).*!dbhost \1!p;s!^    url: *[^a-z#]*[a-z0-9]*://\(.*@\)\{0,1\}\(\[[0-9A-Fa-f:.]*\]\|[A-Za-z0-9_.-]*\).*!dbhost \2!p;}'
        h=$(in_te "sed -n -e \"/^  database:/,/^  [a-z]/$y\" -e \"/^  logs_database:/,/^  [a-z]/$(printf %s "$y" | sed 's/dbhost/logsdbhost/g')\" /usr/local/travis/etc/travis/config/travis.yml" 2>/dev/null)
        [ -z "$h" ] || printf '%s\n' "$h"
        # Which of those are this machine or te-main, as te-main sees it, whose names for hosts may be its own.
        n=$(printf '%s\n' "$h" | sed -n 's/^[^ ]* \([A-Za-z0-9_.-]*\)$/\1/p' | tr '\n' ' ')
        i=$(in_te "hostname; hostname -i; for n in $n; do getent ahosts \$n | while read -r i r; do echo = \$n \$i; done; done" 2>/dev/null)
        {
          { hostname; timeout -k 2 5 hostname -f; ip -o addr || ifconfig; docker_inspect '{{.NetworkSettings.IPAddress}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' || docker_inspect '{{.NetworkSettings.IPAddress}}'; } 2>/dev/null
          printf '%s\n' "$i"
        } | awk '
          $1 == "=" { if ($3 ~ /^127\./ || $3 == "::1" || $3 in here) print "here", $2; next }
          { for (f = 1; f <= NF; f++) { w = $f; sub(/^addr:/, "", w); sub(/[\/%].*/, "", w); if (NF == 1 || w ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ || w ~ /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$/) { if (!(w in here)) print "here", w; here[w] } } }'
        docker_inspect '{{range .Mounts}}{{.Destination}} {{.Source}}{{"\n"}}{{end}}' 2>/dev/null | grep -E ' /(var|etc)/travis(/|$)' | sed 's/^/mount /'
        q='psql -X -A -t -F " " -U travis -h 127.0.0.1 -d postgres -c'
        if o=$(in_te "$q \"show server_version\" 2>&1 && $q \"select 'database', datname, pg_database_size(datname) from pg_database where not datistemplate and datname <> 'postgres' order by datname\" 2>&1 && $q \"select 'locale', pg_encoding_to_char(encoding), datcollate, datctype, datname from pg_database\"" 2>&1); then
          printf '%s\n' "$o" | sed -e '1s/^/server /'
          echo "served $(served)"
          # What dumps do not have. Names and values in digits: they may have any letter.
          x="'x' || encode(convert_to"
          if o=$(in_te "$q \"select 'role', $x(r.rolname::text, 'UTF8'), 'hex'), array_to_string(array(select $x(g.rolname::text, 'UTF8'), 'hex') from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid order by 1), ' ') from pg_roles r where r.rolname !~ '^pg_' order by r.rolname\" && $q \"select 'setting', coalesce($x(d.datname::text, 'UTF8'), 'hex'), 'x'), coalesce($x(r.rolname::text, 'UTF8'), 'hex'), 'x'), $x(s.c, 'UTF8'), 'hex') from (select setdatabase, setrole, unnest(setconfig) as c from pg_db_role_setting) s left join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid = s.setrole order by 2, 3, 4\"" 2>/dev/null); then
            printf '%s\nroles read\n' "$o"
          fi
        else
          printf 'dberror %s\n' "$(printf %s "$o" | tr '\n' ' ')"
        fi
        wait $measured
        """);

    /// <summary>What Replicated says of the application: a state and whether it is changing.</summary>
    public static string State { get; } = Text(TeMainShell.Functions + Replicated + "state\n");

    /// <summary>A dump of one database, in pg_dump's custom format, which compresses it.</summary>
    /// <param name="database">Its name.</param>
    public static string Dump(string database) => Text(DatabaseShell.Functions
        + "te_find\n[ -n \"$te\" ] || { echo 'te-main does not run any more' >&2; exit 1; }\n"
        + "D=" + Quote(database) + "\ncase $D in *[!A-Za-z0-9_.-]*) echo 'a name of a database that is not understood' >&2; exit 1;; esac\n"
        + "in_te \"exec nice -n 19 pg_dump -Fc -Z 3 -U travis -h 127.0.0.1 -d $D\"");

    /// <summary>
    /// GNU tar of the folders. Its own form of the archive, owners by number, holes of sparse files kept. A folder that is a link here is entered, which for tar takes a name
    /// behind it, and is a folder in the archive.
    /// </summary>
    /// <param name="paths">The folders.</param>
    /// <param name="links">Those of them that are links.</param>
    /// <param name="excluded">Patterns that are left out.</param>
    public static string Tar(IReadOnlyList<string> paths, IReadOnlyList<string> links, IReadOnlyList<string> excluded)
    {
        string Entered(string name) => links.Select(link => link.TrimStart('/')).FirstOrDefault(link => name == link || name.StartsWith(link + "/", System.StringComparison.Ordinal)) is { } entered
            ? entered + "/." + name.Substring(entered.Length)
            : name;
        var rename = string.Concat(links.Select(link => " --transform=" + Quote($"flags=rh;s,^{link.TrimStart('/')}/\\./*,{link.TrimStart('/')}/,")));
        return Text("cd / && exec nice -n 19 tar --format=gnu --numeric-owner -S" + rename + " --anchored " + string.Join(" ", excluded.Select(pattern => "--exclude=" + Quote(Entered(pattern))))
            + " -cf - -- " + string.Join(" ", paths.Select(path => Quote(Entered(path.TrimStart('/'))))));
    }

    /// <summary>A compressor as a stage.</summary>
    public static string Compress(string program) => program switch
    {
        "zstd" => "exec nice -n 19 zstd -q -c -3 -T0",
        "pigz" => "exec nice -n 19 pigz -c -4",
        _ => "exec nice -n 19 gzip -c -4",
    };

    /// <summary>Stops the application and makes sure that no server uses a cluster; then the rest of the stage runs.</summary>
    public static string Stop { get; } = Text(TeMainShell.Functions + Clusters + Replicated + """
        ctl 300 app stop --attach >&2 || ctl 60 app stop >&2
        e=$(($(date +%s) + 300))
        while s=$(state); [ "$s" != 'stopped false' ]; do
          [ "$(date +%s)" -lt "$e" ] || { echo "the application did not stop: $s" >&2; exit 91; }
          sleep 1
        done
        clusters 600 | {
          while IFS= read -r d; do ! alive "$d" || { echo "a PostgreSQL server still uses $d" >&2; exit 92; }; done
        } || exit 92

        """);

    /// <summary>Exit status of <see cref="Stop"/> when the application goes on running.</summary>
    public const int NotStopped = 91;

    /// <summary>Exit status of <see cref="Stop"/> when a server goes on running.</summary>
    public const int DatabaseRunning = 92;

    /// <summary>Starts the application and waits until Replicated calls it started, trying more than once.</summary>
    public static string Start { get; } = Text(TeMainShell.Functions + Replicated + """
        s=
        for n in 1 2 3; do
          ctl 300 app start --attach >/dev/null 2>&1 || ctl 60 app start 2>&1
          b=$(date +%s)
          while t=$(($(date +%s) - b)) && [ $t -lt 200 ]; do
            s=$(state)
            case $s in 'started false') break 2 ;; 'stopped false') [ $t -lt 5 ] || break ;; esac
            sleep 1
          done
        done
        [ "$s" = 'started false' ] || { echo "the application did not start: $s"; exit 93; }

        """);

    /// <summary>Exit status of <see cref="Start"/> when it did not.</summary>
    public const int NotStarted = 93;

    /// <summary><see cref="Start"/>, and then the application serves.</summary>
    public static string StartAndWait { get; } = Start + "te_healthy 2>&1 || exit 94\n";

    /// <summary>Exit status of <see cref="StartAndWait"/> when it has started and does not serve.</summary>
    public const int NotHealthy = 94;

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";

    private static string Text(string text) => text.Replace("\r", string.Empty);
}
