using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>
/// The folders of drills. Other tests drill on this machine at the same time, in the other project too, and a lab's hosts see its /var/tmp below
/// their own: what a drill has left behind is what does not go away when those have ended.
/// </summary>
internal static class DrillFolders
{
    private const string Pattern = "travisops-drill-*";

    /// <summary>None of the folders that are here now is left behind.</summary>
    public static Task AssertNoneIsLeftAsync() => AssertGoneAsync(
        () => Task.FromResult<string[]>([.. Directory.EnumerateDirectories("/var/tmp", Pattern), .. Directory.EnumerateDirectories("/tmp", Pattern)]));

    /// <summary>None of the folders that are on a host now is left behind there.</summary>
    public static Task AssertNoneIsLeftAsync(LabHost host) => AssertGoneAsync(async () =>
    {
        var found = await host.ExecAsync($"ls -d /var/tmp/{Pattern} /tmp/{Pattern}", TestContext.Current.CancellationToken);
        return found.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    });

    private static async Task AssertGoneAsync(Func<Task<string[]>> list)
    {
        var left = await list();
        for (var waited = Stopwatch.StartNew(); left.Length > 0 && waited.Elapsed < TimeSpan.FromMinutes(3);)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            left = [.. left.Intersect(await list())];
        }

        Assert.Empty(left);
    }
}
