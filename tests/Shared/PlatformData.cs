namespace TravisOps.Tests;

/// <summary>Data of a lab's platform that is hard to keep, and shell texts that tell all of it as a short text, to be compared before and after.</summary>
internal static class PlatformData
{
    /// <summary>Everything that a file system can have below /var/travis, beside what is there.</summary>
    public const string OddFiles = """
        cd /var/travis && rm -rf odd && mkdir odd && cd odd
        printf 'new\nline' >"$(printf 'new\nline')"
        printf bytes >"$(printf 'not-utf8-\377\376')"
        printf 'back\\slash' >'back\slash'
        printf x >' leading and trailing '
        printf hidden >.hidden
        ln -s ../log/travis.log link; ln -s /nonexistent dangling
        head -c 3000000 /dev/urandom >large; ln large hardlink
        truncate -s 300M sparse; printf end >>sparse
        mkfifo pipe; mkdir deep empty; printf 1 >deep/file; mkdir travisops deep/.travisops-step; printf 2 >travisops/file
        chown -h 4242:4343 link large deep deep/file; chmod 2751 deep; chmod 4711 deep/file; chmod 000 .hidden
        touch -d '2001-02-03 04:05:06' .hidden deep empty; touch -h -d '2002-03-04 05:06:07' dangling
        """;

    /// <summary>All files that a restore has to bring back: kinds, contents, owners, modes, times, links and holes. PostgreSQL's own are told by <see cref="Rows"/>.</summary>
    public const string Look = """
        cd / && find var/travis etc/travis ! -path '*/postgresql*' ! -path '*/.before-restore-*' ! -name lost+found -printf '%T@ %y %m %U %G %l %p\0' | sed -z 's/^\([0-9]*\)\.[0-9]*/\1/' | sort -z | md5sum
        find var/travis etc/travis -type f ! -path '*/postgresql*' ! -path '*/.before-restore-*' -printf '%s %n %p\0' | sort -z | md5sum
        find var/travis etc/travis -type f ! -path '*/postgresql/*' ! -path '*/.before-restore-*' ! -size +100M -print0 | sort -z | xargs -0 md5sum -b | md5sum
        stat -c '%b %s' var/travis/odd/sparse | awk '{ print ($1 < 1000), $2 }'; tail -c 3 var/travis/odd/sparse; echo
        """;

    /// <summary>psql in te-main; a database and statements come behind.</summary>
    public const string Psql = "docker exec \"$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)\" psql -qXAt -U travis -h 127.0.0.1";

    /// <summary>The rows of a database that was restored.</summary>
    public const string Rows = Psql + " travis_production -c 'SELECT count(*), max(id) FROM log_parts' -c 'SELECT md5(string_agg(u::text, $$;$$ ORDER BY id)) FROM users u' -c 'SELECT md5(string_agg(k::text, $$;$$ ORDER BY id)) FROM ssl_keys k'";

    /// <summary>Waits until the application runs and nothing of a restore is left over.</summary>
    public const string Settled = """
        until [ -z "$(ls -d /var/.travisops-restore-* /var/travis/.travisops-restore-* 2>/dev/null)" ] && /usr/local/bin/replicatedctl app status | tr -d ' \n' | grep -q '"State":"started","DesiredState":"started".*"IsTransitioning":false' && [ "$(curl -s http://127.0.0.1/api/uptime)" = OK ]; do sleep 0.2; done
        """;
}
