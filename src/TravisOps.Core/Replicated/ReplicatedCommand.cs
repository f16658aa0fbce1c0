namespace TravisOps.Replicated;

/// <summary>The shell text that asks Replicated's command line one thing, by the way that works on that host.</summary>
public static class ReplicatedCommand
{
    /// <summary>Begins the line that names the command of an attempt; what it printed follows.</summary>
    public const string AttemptMark = ">>> ";

    // Facts 1 and 3. The wrapper on the host is missing where Replicated was upgraded from before 2.9.0, and /usr/local/bin is off sudo's PATH.
    // The wrapper calls sudo, which may want a terminal; some wrappers pass -t. Older command lines have no -o. Exit codes are documented
    // nowhere, so an answer with JSON is an answer whatever the code. Without -i and -t on docker exec nothing waits for input.
    private const string Template = """
        PATH=$PATH:/usr/local/bin:/snap/bin
        nl='
        '
        for w in /usr/local/bin/replicatedctl 'docker exec replicated replicatedctl'; do
          case $w in /*) [ -x "$w" ] || continue ;; esac
          for o in '-o json' ''; do
            echo ">>> $w @COMMAND@ $o"
            t=$($w @COMMAND@ $o 2>&1)
            c=$?
            printf '%s\n' "$t"
            case $c$nl$t in
              0"$nl"*|*"$nl{"*|*"$nl["*) exit $c ;;
              *'a TTY'*|*'tty mode'*|*'sudo:'*) break ;;
              *'nknown flag'*|*'nknown shorthand'*|*'flag provided but not defined'*|*'sage:'*) ;;
              *'executable file not found'*|*': not found'*) break ;;
              *) exit $c ;;
            esac
          done
        done
        exit $c
        """;

    /// <summary>POSIX sh that runs <c>replicatedctl</c> with these words: JSON where it is had, text where not; the host's wrapper, or the
    /// command inside the container <c>replicated</c> where the wrapper is missing or does not work without a terminal.</summary>
    /// <param name="words">Sub-command, such as <c>preflight run</c>. Not quoted: only words that need no quoting.</param>
    public static string Script(string words) => Template.Replace("\r", string.Empty).Replace("@COMMAND@", words);

    /// <summary>True for a text of <see cref="Script"/>.</summary>
    internal static bool Is(string? source) => source?.Contains("docker exec replicated replicatedctl") == true;
}
