using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Probing;

/// <summary>Runs a probe script through a shell of this machine, on stdin as a host gets it.</summary>
internal static class LocalShell
{
    public const string Nonce = "0123456789abcdef0123456789abcdef";

    public static TheoryData<string> All => ["dash", "bash --posix", "busybox sh"];

    public static async Task<ProbeAnswer> Ask(string shell, IReadOnlyList<ProbeItem> plan, string before = "")
    {
        var output = await Run(shell, before + ProbeScript.Build(plan, Nonce));
        return ProbeReader.Read(output.Output, output.Errors, Nonce, plan);
    }

    public static async Task<(byte[] Output, string Errors)> Run(string shell, string script)
    {
        var words = shell.Split(' ');
        var start = new ProcessStartInfo(Find(words[0])) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardErrorEncoding = Encoding.UTF8 };
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        // What a German admin's login gives a command.
        start.Environment["LANG"] = "de_DE.UTF-8";
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        var token = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(token);
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, token);
        // What a command that reads its input would get: more than a shell reads ahead.
        var rest = "exit\n" + string.Concat(Enumerable.Repeat("eaten\n", 10_000));
        var bytes = new UTF8Encoding(false).GetBytes(script + rest);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes, token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading the rest, as it should.
        }

        await copy;
        var said = await errors;
        await process.WaitForExitAsync(token);
        return (output.ToArray(), said);
    }

    public static ProbeItem Command(string name, string text, int? limit = null, string? gate = null, int maxBytes = 64 * 1024, bool longOutput = false) => new()
    {
        Name = name,
        Kind = ProbeItemKind.Command,
        Source = text,
        TimeLimit = limit is null ? null : TimeSpan.FromSeconds(limit.Value),
        Gate = gate,
        MaxBytes = maxBytes,
        LongOutput = longOutput,
    };

    public static ProbeItem File(string name, string path, int maxBytes = 64 * 1024, int? limit = null) => new()
    {
        Name = name,
        Kind = ProbeItemKind.File,
        Source = path,
        MaxBytes = maxBytes,
        TimeLimit = limit is null ? null : TimeSpan.FromSeconds(limit.Value),
    };

    private static string Find(string program)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            var path = Path.Combine(folder, program);
            if (System.IO.File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"This machine has no {program}.");
        return program;
    }
}
