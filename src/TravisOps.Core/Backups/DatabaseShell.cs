using TravisOps.Docker;

namespace TravisOps.Backups;

/// <summary><see cref="TeMainShell"/>, and a shell function that reaches the database server in te-main.</summary>
internal static class DatabaseShell
{
    /// <summary>
    /// <c>in_te TEXT [-i]</c> runs a shell text in te-main (<c>$te</c>) with PostgreSQL's programs, with -i on the standard input: the documented way in (facts 9); without a password
    /// where the server trusts its own machine, else the one of Travis' own configuration, which stays inside the container. <c>limit</c> may hold a command that ends it.
    /// <c>docker_inspect FORMAT</c> tells of that container.
    /// </summary>
    public static string Functions { get; } = TeMainShell.Functions + """
        docker_inspect() { timeout -k 5 30 docker inspect --format "$1" "$te"; }
        in_te() { ${limit-} docker exec ${2-} "$te" sh -c 'PATH=$PATH:/usr/local/bin:$(echo /usr/lib/postgresql/*/bin | tr " " :); export PATH
        [ -n "$PGPASSWORD" ] || { PGPASSWORD=$(sed -n "/^  database:/,/^  [a-z]/s/^    password: *[\"'"'"']\{0,1\}\([^\"'"'"']*\).*/\1/p" /usr/local/travis/etc/travis/config/travis.yml 2>/dev/null); export PGPASSWORD; }
        '"$1"; }

        """.Replace("\r", string.Empty);
}
