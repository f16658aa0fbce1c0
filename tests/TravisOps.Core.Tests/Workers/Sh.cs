using System.Diagnostics;
using System.IO;
using System.Text;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>Runs a script, given on standard input, in a shell of this machine.</summary>
internal static class Sh
{
    public static (string Output, string Errors, int Exit) Run(string shell, string script, string path = "/usr/local/bin:/usr/bin:/bin", params string[] arguments)
    {
        var words = shell.Split(' ');
        var program = File.Exists("/usr/bin/" + words[0]) ? "/usr/bin/" + words[0] : "/bin/" + words[0];
        Assert.SkipUnless(File.Exists(program), words[0] + " is not on this machine.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = new UTF8Encoding(false) };
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        process.WaitForExit();
#pragma warning disable xUnit1031 // The property-based tests that use this are synchronous.
        return (output.Result, errors.Result, process.ExitCode);
#pragma warning restore xUnit1031
    }
}
