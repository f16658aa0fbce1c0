using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using TravisOps.Docker;

namespace TravisOps.EncryptionKeys;

/// <summary>Asks the platform for its travis.yml, by each way that there is, and reads the answer.</summary>
internal static class LiveKeyScript
{
    /// <summary>Longest file that is taken; a real one has some kilobytes.</summary>
    private const int MaxFileBytes = 1024 * 1024;

    // From the running container; by Replicated's command line; out of a container that is stopped, its mounts too; and where there is none, as
    // after `replicatedctl app stop`, which removes it, from where Replicated keeps generated files of containers (facts 5). The file is in shell
    // variables only: never in an argument of a process and never in a file.
    private const string Template = """
        f=@FILE@
        give() {
          [ -n "$3" ] || return
          printf '>>> %s %s %s\n%s\n' "$1" "${#3}" "$2" "$3"
        }
        if te_find; then
          [ -z "$te" ] || { c=$(te_exec cat "$f") && give container "$te" "$c" && exit 0; }
        fi
        c=$(te_admin cat "$f") && give replicated - "$c" && exit 0
        for t in $te $te_stopped; do
          c=$(docker cp "$t:$f" - | tar -xO 2>/dev/null) && give stopped "$t" "$c" && exit 0
        done
        for d in /var/lib/replicated-operator /etc/travis /var/travis; do
          [ -d "$d" ] && find "$d" -xdev -maxdepth 5 -type f -name travis.yml -size -@LIMITk 2>/dev/null
        done | while IFS= read -r p; do
          c=$(cat "$p") && give file "$p" "$c"
        done

        """;

    /// <summary>The script.</summary>
    public static string Text { get; } = TeMainShell.Functions + Template.Replace("\r", string.Empty)
        .Replace("@FILE@", TravisYaml.Path)
        .Replace("@LIMIT", (MaxFileBytes / 1024).ToString(CultureInfo.InvariantCulture));

    /// <summary>The files in the answer; who calls clears them.</summary>
    public static List<(LiveKeySource Source, string Place, byte[] Yaml)> Parse(byte[] output)
    {
        var files = new List<(LiveKeySource, string, byte[])>();
        for (var at = 0; at < output.Length;)
        {
            var end = Array.IndexOf(output, (byte)'\n', at);
            var words = end < 0 ? [] : Encoding.UTF8.GetString(output, at, end - at).Split([' '], 4);
            if (words.Length != 4 || words[0] != ">>>" || !Enum.TryParse<LiveKeySource>(words[1], ignoreCase: true, out var source)
                || !int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > output.Length - end - 1)
            {
                break;
            }

            files.Add((source, words[3], output.AsSpan(end + 1, length).ToArray()));
            at = end + 1 + length + 1;
        }

        return files;
    }
}
