using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>The shell texts of a restore. Only <c>restore.sh</c> and <c>databases.sh</c> touch what is in use; all else is beside it until then.</summary>
internal static class RestoreShell
{
    /// <summary>With te-main as it is now; where there is none, or Docker can't be asked, <c>te</c> is empty.</summary>
    private static readonly string Tools = DatabaseShell.Functions + Text(BackupShell.Clusters) + "te_find 2>/dev/null\n";

    /// <summary>Looks at the folders that are to be replaced, at te-main's server when there are databases, and for what earlier restores left; answers in lines of a word
    /// and its values, which <see cref="RestoreTarget"/> reads.</summary>
    /// <param name="paths">The folders that the backup has.</param>
    /// <param name="databases">The databases that it has.</param>
    public static string Survey(IEnumerable<string> paths, IEnumerable<string> databases) => Tools + Variables("/nonexistent", paths, databases, "survey") + Script("databases.sh") + Text("""

        for p in $PATHS; do
          r=$(readlink -f "$p")
          [ "$r" = "$p" ] || { echo "link $p $r"; continue; }
          d=$p; while [ ! -d "$d" ]; do d=$(dirname "$d"); done
          echo "free $p $(df -Pk "$d" | awk 'NR == 2 { print $4 }')"
          echo "disk $p $(stat -c %d "$d")"
          [ ! -d "$p" ] || echo "entries $p $(find "$p" -mindepth 1 -maxdepth 1 ! -name lost+found | head -n 1000 | wc -l)"
          awk -v p="$p" '$2 == p { print "mount", p, "yes" } index($2, p "/") == 1 { print "below", p, $2 }' /proc/self/mounts | sort -u
        done
        for p in zstd gzip; do ! command -v $p >/dev/null || echo "tool $p yes"; done
        ! tar --version 2>/dev/null | grep -q 'GNU tar' || echo "tool tar yes"
        for d in /var/.travisops-restore-* /var/travis/.travisops-restore-*; do
          [ ! -d "$d" ] || echo "leftfolder $d $(tail -n 1 "$d/.travisops-step" 2>/dev/null | grep . || echo beside)"
        done
        [ -n "$DBS" ] && [ -n "$te" ] || exit 0
        echo "SELECT 'leftdatabase ' || datname || ' beside' FROM pg_database WHERE datname ~ '_restored_[0-9]{14}$';" | sql 2>/dev/null
        find_server 2>/dev/null || exit 0
        server_parts
        echo "server $(stat -L -c %d "$SERVER") $(stat -f -L -c '%a %S' "$SERVER" | awk '{ printf "%.0f", $1 * $2 / 1024 }')"

        """);

    /// <summary>Unpacks an archive below a folder that nobody uses. Its name says that it is not whole until everything has been compared.</summary>
    public static string Unpack(string stage) =>
        $"umask 077\nmkdir -p {stage}.partial && exec tar -x -p -S --numeric-owner --same-owner --delay-directory-restore --anchored --exclude='{BackupLayout.OwnFolder}' -C {stage}.partial -f -";

    /// <summary>Gives what was unpacked whole its name, when it is on the disk: it is only renamed from then on, and a loss of power would leave empty files under their names.</summary>
    public static string Unpacked(string stage) => Script("restore.sh") + $"\nto_disk {stage}.partial && mv -T -- {stage}.partial {stage}\n";

    /// <summary>Lists what was unpacked: type, mode, owner, group, size, time and names, each entry ended by three zero bytes' fields; then the hashes of all files. Those of large ones by
    /// openssl where it is there: sha256sum of most distributions takes five times as long, and only that knows every name.</summary>
    public static string List(string stage) => Text($$"""
        cd {{stage}} && find . -mindepth 1 -printf '%y %m %U %G %s %T@ %i\0%P\0%l\0' && printf '\0' || exit
        set -- -size +1024k ! -path '*\\*' ! -path '*
        *'
        command -v openssl >/dev/null || set -- -false
        find . -type f "$@" -print0 | xargs -0 -r openssl dgst -sha256 -r && find . -type f ! \( "$@" \) -print0 | xargs -0 -r sha256sum -b --
        """);

    /// <summary>Restores a dump into a database of another name, in one transaction, so that a dump that breaks off leaves nothing. The roles that it grants things to are made before, as
    /// far as they are not there, and behind it what is set for the database. Tablespaces are places on the disks of another machine.</summary>
    public static string RestoreDump(BackupDatabase database, IReadOnlyList<BackupRole> roles, string id) => Tools + Variables("/nonexistent", [], [database.Name], id) + Script("restore.sh") + Script("databases.sh")
        + $"\nD={database.Name}_restored_{id}\nROLES='{DatabaseRoles.Lines(roles)}'\nSETTINGS='{DatabaseRoles.SettingLines(database, roles)}'\nset -- {database.Name} $D {Locale(database)}\n"
        + Text("""
            [ -n "$te" ] || { echo 'te-main does not run any more' >&2; exit 1; }
            make_roles "$ROLES" && make_database "$@" && in_te "exec pg_restore --single-transaction --no-owner --no-tablespaces -U travis -h 127.0.0.1 -d $D" -i || exit
            set_settings "$D" "$SETTINGS"

            """);

    /// <summary>Removes what a restore that was given up has made beside what is in use, and says <see cref="GivenUp"/>; or says <see cref="Begun"/> when old and new have begun to
    /// change places. Databases go at once; folders, which may be large, by a process of the host's own.</summary>
    public static string GiveUp(string stage, IEnumerable<string> databases, string id) => Tools + Variables(stage, [], databases, id) + Script("restore.sh") + Script("databases.sh") + Text($$"""

        [ ! -d "$STAGE" ] || begin_once 2>/dev/null || { echo {{Begun}}; exit; }
        s=0
        [ -z "$DBS" ] || drop_restored || s=$?
        # It is waited for until it has a session of its own.
        : "$(setsid sh -c 'exec >/dev/null 2>&1; rm -rf "$1" "$1.partial"' sh "$STAGE" </dev/null &)"
        [ $s != 0 ] || echo {{GivenUp}}

        """);

    /// <summary>What <see cref="GiveUp"/> says.</summary>
    public const string GivenUp = "given-up", Begun = "begun";

    /// <summary>Words that go into a shell's text only when they are what a server calls encodings and locales.</summary>
    private static string Locale(BackupDatabase database) =>
        new[] { database.Encoding, database.Collate, database.CType } is var words && words.All(word => word is { Length: > 0 } && word.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.' or '@'))
            ? string.Join(" ", words)
            : string.Empty;

    /// <summary>The moment in which the backup takes the place of what is there; <see cref="WayBack"/> is for when it does not come to its end.</summary>
    public static string Swap(string stage, IEnumerable<string> paths, IEnumerable<string> databases, string id) => Whole(stage, paths, databases, id) + "swap\n";

    /// <summary>Takes it back, when it was begun and did not come to its end.</summary>
    public static string WayBack(string stage, IEnumerable<string> paths, IEnumerable<string> databases, string id) => Whole(stage, paths, databases, id) + "way_back\n";

    private static string Whole(string stage, IEnumerable<string> paths, IEnumerable<string> databases, string id) =>
        Tools + Variables(stage, paths, databases, id) + Script("restore.sh") + Script("databases.sh") + "\nstop_app() {\n" + BackupShell.Stop + "\n}\nstart_app() {\n" + BackupShell.Start + "\n}\n";

    private static string Variables(string stage, IEnumerable<string> paths, IEnumerable<string> databases, string id) =>
        $"ID={id} STAGE={stage} PATHS='{string.Join(" ", paths)}' DBS='{string.Join(" ", databases)}'\n";

    /// <summary>One of the texts beside this file; they define functions.</summary>
    internal static string Script(string name)
    {
        using var stream = typeof(RestoreShell).Assembly.GetManifestResourceStream("Backups/" + name)!;
        using StreamReader reader = new(stream);
        return Text(reader.ReadToEnd());
    }

    private static string Text(string text) => text.Replace("\r", string.Empty);
}
