using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>The shell texts that the platform runs for a backup. Nothing in them writes there.</summary>
internal static class BackupShell
{
    private const string Path = "PATH=$PATH:/usr/local/bin:/snap/bin\n";

    /// <summary>Finds a PostgreSQL cluster below the application's folders, and whether a server is using it: its processes have it as their working folder, also those in a container.</summary>
    private const string Clusters = """
        clusters() { find /var/travis /etc/travis -xdev -maxdepth 4 -path '*/global/pg_control' 2>/dev/null | sed 's,/global/pg_control$,,'; }
        alive() {
          i=$(stat -c %d:%i "$1" 2>/dev/null) || return 1
          for p in /proc/[0-9]*; do
            case $(cat "$p/comm" 2>/dev/null) in postgres|postmaster) [ "$(stat -L -c %d:%i "$p/cwd" 2>/dev/null)" != "$i" ] || return 0 ;; esac
          done
          return 1
        }

        """;

    /// <summary>Replicated's command line by the way that works: its wrapper calls sudo, which may want a terminal.</summary>
    private const string Replicated = """
        ctl() {
          if [ -x /usr/local/bin/replicatedctl ] && /usr/local/bin/replicatedctl version >/dev/null 2>&1; then /usr/local/bin/replicatedctl "$@"
          else docker exec replicated replicatedctl "$@"; fi
        }
        state() { ctl app status 2>/dev/null | tr -d ' \n' | sed -n 's/.*"State":"\([^"]*\)".*"IsTransitioning":\([a-z]*\).*/\1 \2/p'; }

        """;

    /// <summary>Sets c to the running te-main, as facts 1 and 5 tell it: by image or name.</summary>
    private const string FindContainer = """
        c=$(docker ps --no-trunc --format '{{.ID}} {{.Image}} {{.Names}}' 2>/dev/null | awk 'tolower($2 " " $3) ~ /te-main/ { print $1; exit }')

        """;

    /// <summary>The documented way in (facts 9); without a password where the server trusts its own machine, else the one of Travis' own configuration, which stays inside the container.</summary>
    private const string InContainer = """
        in_te() { docker exec "$c" sh -c 'PATH=$PATH:/usr/local/bin:$(echo /usr/lib/postgresql/*/bin | tr " " :); export PATH
        [ -n "$PGPASSWORD" ] || { PGPASSWORD=$(sed -n "/^  database:/,/^  [a-z]/s/^    password: *[\"'"'"']\{0,1\}\([^\"'"'"']*\).*/\1/p" /usr/local/travis/etc/travis/config/travis.yml 2>/dev/null); export PGPASSWORD; }
        '"$1"; }

        """;

    /// <summary>Looks; answers in lines of a word and its value.</summary>
    public static string Survey { get; } = Text(Path + Clusters + Replicated + FindContainer + InContainer + """
        for d in /var/travis /etc/travis; do [ ! -d "$d" ] || echo "path $d"; done
        b=$(du -skx /var/travis /etc/travis 2>/dev/null | awk '{ s += $1 } END { print s }')
        echo "data $b"
        echo "free $(df -Pk /var/travis | awk 'NR == 2 { print $4 }')"
        clusters | while IFS= read -r d; do
          echo "cluster $d"
          echo "clustersize $(du -skx "$d" 2>/dev/null | awk '{ print $1 }')"
          [ ! -r "$d/PG_VERSION" ] || echo "pgversion $(cat "$d/PG_VERSION")"
          ! alive "$d" || echo "live $d"
        done
        for p in zstd pigz gzip; do ! command -v $p >/dev/null || echo "compressor $p"; done
        echo "replicated $(ctl version --quiet 2>/dev/null | head -n 1)"
        s=$(state); echo "app ${s% *}"
        [ -n "$c" ] || exit 0
        echo "container $c"
        echo "image $(docker inspect --format '{{.Config.Image}}' "$c" 2>/dev/null)"
        q='psql -X -A -t -F " " -U travis -h 127.0.0.1 -d postgres -c'
        if o=$(in_te "$q \"show server_version\" 2>&1 && $q \"select datname, pg_database_size(datname) from pg_database where not datistemplate and datname <> 'postgres' order by 1\" 2>&1"); then
          printf '%s\n' "$o" | sed -e '1s/^/server /' -e '2,$s/^/database /'
        else
          printf 'dberror %s\n' "$(printf %s "$o" | tr '\n' ' ')"
        fi
        """);

    /// <summary>A dump of one database, in pg_dump's custom format, which compresses it.</summary>
    /// <param name="database">Its name.</param>
    public static string Dump(string database) => Text(Path + FindContainer + InContainer
        + "[ -n \"$c\" ] || { echo 'te-main does not run any more' >&2; exit 1; }\n"
        + "D=" + Quote(database) + "\ncase $D in *[!A-Za-z0-9_.-]*) echo 'a name of a database that is not understood' >&2; exit 1;; esac\n"
        + "in_te \"exec nice -n 19 pg_dump -Fc -Z 3 -U travis -h 127.0.0.1 -d $D\"");

    /// <summary>GNU tar of the folders. Its own form of the archive, owners by number, holes of sparse files kept.</summary>
    public static string Tar(IReadOnlyList<string> paths, IReadOnlyList<string> excluded) => Text(
        "cd / && exec nice -n 19 tar --format=gnu --numeric-owner -S --anchored " + string.Join(" ", excluded.Select(pattern => "--exclude=" + Quote(pattern)))
        + " -cf - -- " + string.Join(" ", paths.Select(path => Quote(path.TrimStart('/')))));

    /// <summary>A compressor as a stage.</summary>
    public static string Compress(string program) => program switch
    {
        "zstd" => "exec nice -n 19 zstd -q -c -3 -T0",
        "pigz" => "exec nice -n 19 pigz -c -4",
        _ => "exec nice -n 19 gzip -c -4",
    };

    /// <summary>Stops the application and makes sure that no server uses a cluster; then the rest of the stage runs.</summary>
    public static string Stop { get; } = Text(Path + Clusters + Replicated + """
        ctl app stop --attach >&2 || ctl app stop >&2
        i=0
        while s=$(state); [ "$s" != 'stopped false' ]; do
          i=$((i + 1)); [ $i -lt 300 ] || { echo "the application did not stop: $s" >&2; exit 91; }
          sleep 1
        done
        for d in $(clusters); do ! alive "$d" || { echo "a PostgreSQL server still uses $d" >&2; exit 92; }; done

        """);

    /// <summary>Exit status of <see cref="Stop"/> when the application goes on running.</summary>
    public const int NotStopped = 91;

    /// <summary>Exit status of <see cref="Stop"/> when a server goes on running.</summary>
    public const int DatabaseRunning = 92;

    /// <summary>Starts the application and waits until it is up, trying more than once.</summary>
    public static string Start { get; } = Text(Path + Replicated + """
        for n in 1 2 3; do
          ctl app start --attach >/dev/null 2>&1 || ctl app start 2>&1
          i=0
          while [ $i -lt 200 ]; do
            s=$(state)
            case $s in 'started false') exit 0;; 'stopped false') [ $i -lt 5 ] || break;; esac
            i=$((i + 1)); sleep 1
          done
        done
        echo "the application did not start: $s"
        exit 93
        """);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";

    private static string Text(string text) => text.Replace("\r", string.Empty);
}
