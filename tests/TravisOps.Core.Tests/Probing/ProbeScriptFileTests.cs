using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Probing;

public sealed class ProbeScriptFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task Files_come_back_byte_for_byte(string shell)
    {
        string[] contents = ["one line\n", "no newline", string.Empty, "\n", "a\r\nb", "a\0b\0", "Größe", "==> /etc/passwd <==\n\n==> x <==\n", LocalShell.Nonce + "\n"];
        var plan = contents.Select((content, i) => LocalShell.File($"file{i}", Write($"it's file {i}", content))).ToList();
        var answer = await LocalShell.Ask(shell, plan);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(contents, answer.Items.Select(item => item.Text));
        Assert.All(answer.Items, item => Assert.True(item.Ok && item.ExitCode is null && !item.Truncated));
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task The_kernel_s_files_are_read_whole(string shell)
    {
        var answer = await LocalShell.Ask(shell, [LocalShell.File("number", "/proc/sys/kernel/pid_max"), LocalShell.File("memory", "/proc/meminfo"), LocalShell.File("cpus", "/sys/devices/system/cpu/online")]);

        Assert.Equal(await File.ReadAllTextAsync("/proc/sys/kernel/pid_max", TestContext.Current.CancellationToken), answer.Items[0].Text);
        Assert.StartsWith("MemTotal:", answer.Items[1].Text, StringComparison.Ordinal);
        Assert.True(answer.Items[2].Ok);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task What_can_not_be_read_says_why(string shell)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        using (var fifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, "pipe")]))
        {
            await fifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var answer = await LocalShell.Ask(shell, [
            LocalShell.File("missing", "/no/such/file"),
            LocalShell.File("first", Write("first", "first")),
            LocalShell.File("folder", Path.Combine(_folder, "folder")),
            LocalShell.File("pipe", Path.Combine(_folder, "pipe")),
            LocalShell.File("device", "/dev/zero"),
            LocalShell.File("last", Write("last", "last")),
            LocalShell.File("watched", Write("watched", "watched"), limit: 20),
            LocalShell.File("watched-missing", "/no/such/file", limit: 20),
            LocalShell.File("watched-pipe", Path.Combine(_folder, "pipe"), limit: 1),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(
            [EvidenceStatus.NotFound, EvidenceStatus.Collected, EvidenceStatus.NotFound, EvidenceStatus.NotFound, EvidenceStatus.NotFound, EvidenceStatus.Collected, EvidenceStatus.Collected, EvidenceStatus.NotFound, EvidenceStatus.TimedOut],
            answer.Items.Select(item => item.Status));
        Assert.Contains("/no/such/file", answer.Items[0].ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("/./", answer.Items[0].ErrorText, StringComparison.Ordinal);
        Assert.Equal("not a regular file", answer.Items[2].ErrorText);
        Assert.Equal("last", answer.Items[5].Text);
        Assert.Equal(("watched", true), (answer.Items[6].Text, answer.Items[6].Ok));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash --posix")]
    public async Task What_the_login_may_not_read_is_denied(string shell)
    {
        // Root may read everything, so another user asks: through a file that stands in an open folder.
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
        {
            Assert.Skip("Needs root, to become nobody.");
            return;
        }

        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Write("secret", "secret"), UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(_folder, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("closed/inside", "secret");
        Write("open", "open");
        var answer = await LocalShell.Ask($"setpriv --reuid=65534 --regid=65534 --clear-groups {shell}", [
            LocalShell.File("secret", Path.Combine(_folder, "secret")),
            LocalShell.File("inside", Path.Combine(_folder, "closed/inside")),
            LocalShell.File("open", Path.Combine(_folder, "open")),
            LocalShell.File("watched", Path.Combine(_folder, "secret"), limit: 20),
        ]);

        Assert.Equal([EvidenceStatus.Denied, EvidenceStatus.Denied, EvidenceStatus.Collected, EvidenceStatus.Denied], answer.Items.Select(item => item.Status));
        Assert.All(answer.Items, item => Assert.DoesNotContain("secret\n", item.Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task Each_file_is_cut_at_its_own_limit(string shell)
    {
        var path = Write("digits", "0123456789");
        var answer = await LocalShell.Ask(shell, [
            LocalShell.File("nine", path, 9), LocalShell.File("ten", path, 10), LocalShell.File("eleven", path, 11), LocalShell.File("watched", path, 9, 20),
        ]);

        Assert.Equal([("012345678", true), ("0123456789", false), ("0123456789", false), ("012345678", true)], answer.Items.Select(item => (item.Text, item.Truncated)));
        Assert.All(answer.Items, item => Assert.True(item.Ok));
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }
}
