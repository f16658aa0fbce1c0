using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Checks;
using TravisOps.EncryptionKeys;
using TravisOps.Evidence;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.EncryptionKeys;

/// <summary>The ways to travis.yml, in the shells that hosts have.</summary>
public sealed class LiveKeyScriptTests : PlayedShell
{
    private const string Running = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Stopped = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Yaml = "production:\n  encryption:\n    key: text of the file";

    private static readonly ProbeItem s_item = new() { Name = "key", Kind = ProbeItemKind.Command, Source = LiveKeyScript.Text };

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task From_the_running_container_the_newest_first(string shell)
    {
        PlayDocker($$"""
            case "$*" in
              'ps --no-trunc --format '*) echo '{{Running}} 10.0.0.5:9874/quay.io-travisci-TE-main:4 focused_yalow'; echo '{{Stopped}} te-main:3 older' ;;
              'ps -a --no-trunc --format '*) echo '1234 replicated replicated'; echo '{{Running}} te-main:4 focused_yalow'; echo 'cccc te-main:1 oldest' ;;
              'exec {{Running}} cat {{TravisYaml.Path}}') printf '{{Yaml}}\n' ;;
              *) exit 1 ;;
            esac
            """);

        Found(await Run(shell, s_item), LiveKeySource.Container, Running);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task With_a_client_without_format(string shell)
    {
        PlayDocker($$"""
            case "$*" in
              *--format*) echo 'flag provided but not defined: --format' >&2; exit 2 ;;
              'ps --no-trunc'|'ps -a --no-trunc') echo 'CONTAINER ID IMAGE COMMAND CREATED STATUS PORTS NAMES'; echo '{{Running}}  quay.io-travisci-te-main:4   "/start te-main"   2 days ago   Up 2 days   22/tcp   sad_x' ;;
              exec*) printf '{{Yaml}}\n' ;;
            esac
            """);

        Found(await Run(shell, s_item), LiveKeySource.Container, Running);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Out_of_a_container_that_is_stopped(string shell)
    {
        Play("replicated", "exit 1");
        Play("travis", "exit 1");
        PlayDocker($$"""
            case "$*" in
              'ps -a '*) echo '{{Stopped}} te-main:4 sad_x' ;;
              'ps '*) ;;
              'cp {{Stopped}}:{{TravisYaml.Path}} -') d=$(mktemp -d) && printf '{{Yaml}}\n' >"$d/travis.yml" && tar -C "$d" -cf - travis.yml; rm -r "$d" ;;
              *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """);

        Found(await Run(shell, s_item), LiveKeySource.Stopped, Stopped);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task By_a_wrapper_of_Replicated_that_loses_quotes(string shell)
    {
        PlayDocker("echo 'Got permission denied' >&2; exit 1");
        Play("replicated", """[ "$1 $2" = 'admin --no-tty' ] || exit 1; shift 2; sh -c "$*" """);
        Play("cat", $"printf '{Yaml}\\n'");

        Found(await Run(shell, s_item), LiveKeySource.Replicated, "-");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task By_the_alias_in_an_interactive_shell(string shell)
    {
        PlayDocker("exit 127");
        Play("travis", """[ "$1 $2" = 'bash -c' ] && exec bash -c "$3" """);
        Play("cat", $"printf '{Yaml}\\n'");

        Found(await Run(shell, s_item), LiveKeySource.Replicated, "-");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Where_there_is_none_it_says_why(string shell)
    {
        PlayDocker("echo 'Cannot connect to the Docker daemon' >&2; exit 1");
        Play("replicated", "exit 1");
        Play("travis", "exit 1");

        var item = await Run(shell, s_item);

        Assert.Empty(LiveKeyScript.Parse(Encoding.UTF8.GetBytes(item.Text)));
        Assert.Contains("Cannot connect", item.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_was_cut_has_no_file()
    {
        var text = Encoding.UTF8.GetBytes(">>> container 10 abc\n0123456789\n>>> file 10 a path\n0123456789\n");
        Assert.Equal([LiveKeySource.Container, LiveKeySource.File], LiveKeyScript.Parse(text).Select(file => file.Source));
        Assert.Equal("a path", LiveKeyScript.Parse(text)[1].Place);
        Assert.Single(LiveKeyScript.Parse(text[..^2]));
        Assert.Empty(LiveKeyScript.Parse(text[..20]));
        Assert.Empty(LiveKeyScript.Parse("noise\n"u8.ToArray()));
    }

    private static void Found(EvidenceItem item, LiveKeySource source, string place)
    {
        var (foundSource, foundPlace, yaml) = Assert.Single(LiveKeyScript.Parse(Encoding.UTF8.GetBytes(item.Text)));
        Assert.Equal((source, place, Yaml), (foundSource, foundPlace, Encoding.UTF8.GetString(yaml)));
    }
}
