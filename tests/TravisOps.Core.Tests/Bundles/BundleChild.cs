using System;
using System.Diagnostics;
using System.Threading;
using TravisOps.Bundles;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>A bundle that is made in a process of its own, which can be killed. With its argument this program is that process, and no test runner. It says what it has come to.</summary>
internal static class BundleChild
{
    /// <summary>The argument.</summary>
    public const string Argument = "--bundle";

    private const string Target = "TRAVISOPS_BUNDLE_CHILD", Lab = "TRAVISOPS_BUNDLE_LAB";

    /// <summary>Runs one and kills it (SIGKILL) when it says something that begins with a word; it waits there to be killed.</summary>
    /// <returns>It came so far and was killed.</returns>
    public static bool Kill(LabInstallation lab, string path, string word)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BundleChild).Assembly.Location, Argument]) { RedirectStandardOutput = true };
        start.Environment[Target] = string.Join('\n', path, word);
        start.Environment[Lab] = lab.InventoryPath;
        using var child = Process.Start(start)!;
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                child.Kill();
            }
        }

        child.WaitForExit();
        return child.ExitCode == 128 + 9;
    }

    /// <summary>Makes it.</summary>
    /// <returns>The exit code.</returns>
    public static int Serve()
    {
        string[] target = Environment.GetEnvironmentVariable(Target)!.Split('\n');
        var (path, word) = (target[0], target[1]);
        var installation = InventoryReader.Read(Environment.GetEnvironmentVariable(Lab)!).Select(null);
        var options = new BundleOptions
        {
            Installation = installation,
            Hosts = [.. installation.Hosts],
            Ssh = new SshOptions { Timeout = TimeSpan.FromSeconds(120) },
            Path = path,
            ToolVersion = "0",
        };
        void Say(string line)
        {
            Console.WriteLine(line);
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                Thread.Sleep(Timeout.Infinite);
            }
        }

        new BundleBuilder(options, Say).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return 0;
    }
}
