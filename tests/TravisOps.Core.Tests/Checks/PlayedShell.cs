using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Evidence;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

/// <summary>Runs the shell text of an item in the shells that hosts have, with commands that play back recorded texts.</summary>
public abstract class PlayedShell : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-").FullName;

    public static TheoryData<string> Shells => ["dash", "bash --posix", "busybox sh"];

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void PlayDocker(string script) => Play("docker", script);

    private protected void Play(string command, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The shell text runs on Linux hosts only.");
        var path = Path.Combine(_folder, command);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private protected async Task<EvidenceItem> Run(string shell, ProbeItem item)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The shell text runs on Linux hosts only.");
        var words = shell.Split(' ');
        Assert.SkipUnless(File.Exists("/usr/bin/" + words[0]) || File.Exists("/bin/" + words[0]), words[0] + " is not on this machine.");
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in new List<string>(words[1..]) { "-c", item.Source })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["PATH"] = _folder + ":/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";

        // An interactive shell reads its start-up files: not those of whoever runs the tests, with commands that are played.
        start.Environment["HOME"] = _folder;
        start.Environment["DOCKER_HOST"] = "unix:///dev/null";
        start.Environment["RECORDED"] = Path.Combine(Recorded.RepositoryRoot, "tests", "TravisOps.Core.Tests", "Recorded");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new EvidenceItem
        {
            Name = item.Name,
            Source = item.Source,
            Status = process.ExitCode == 127 ? EvidenceStatus.NotFound : EvidenceStatus.Collected,
            ExitCode = process.ExitCode,
            Text = text,
            ErrorText = await error,
        };
    }
}
