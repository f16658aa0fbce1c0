using System.Diagnostics;
using System.IO;
using System.Linq;
using TravisOps.Core.Tests.Installations;
using TravisOps.Protection;
using Xunit;

namespace TravisOps.Core.Tests.Protection;

/// <summary>Debian's age opens what we write, and we open what it writes. It asks for the passphrase on a terminal, which script makes.</summary>
public class AgeInteroperationTests
{
    private const string Passphrase = "pass phrase with an ä";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Age_opens_ours(bool armor)
    {
        using var folder = Folder();
        var content = Content();
        File.WriteAllBytes(folder.File("ours.age"), AgeWriter.Encrypt(content, System.Text.Encoding.UTF8.GetBytes(Passphrase), armor));

        Age(folder, "age --decrypt --output plain ours.age");

        Assert.Equal(content, File.ReadAllBytes(folder.File("plain")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--armor ")]
    public void We_open_those_of_age(string armor)
    {
        using var folder = Folder();
        var content = Content();
        File.WriteAllBytes(folder.File("plain"), content);

        Age(folder, $"age --encrypt --passphrase {armor}--output theirs.age plain");

        Assert.Equal(content, AgeReader.Decrypt(File.ReadAllBytes(folder.File("theirs.age")), System.Text.Encoding.UTF8.GetBytes(Passphrase)));
    }

    private static TemporaryFolder Folder()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/age") && File.Exists("/usr/bin/script"), "age and script are not installed.");
        return new TemporaryFolder();
    }

    private static byte[] Content() => [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7 >> 3))];

    private static void Age(TemporaryFolder folder, string command)
    {
        var info = new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;

        // Asked once or twice: what is too much nobody reads.
        process.StandardInput.Write($"{Passphrase}\n{Passphrase}\n");
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }
}
