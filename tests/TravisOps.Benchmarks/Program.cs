using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using TravisOps.Benchmarks;

Dictionary<string, Func<Task>> benchmarks = new(StringComparer.Ordinal)
{
    ["import"] = () => ImportBenchmark.RunAsync(Console.Out),
    ["fleet"] = () => FleetBenchmark.RunAsync(Console.Out),
    ["backup"] = () => BackupBenchmark.RunAsync(Console.Out),
    ["bundle"] = () => BundleBenchmark.RunAsync(Console.Out),
    ["firewall"] = () => FirewallBenchmark.RunAsync(Console.Out),
    ["installation"] = () => InstallationBenchmark.RunAsync(Console.Out),
    ["issues"] = () => KnownIssueBenchmark.RunAsync(Console.Out),
    ["roundtrips"] = () => RoundTripBenchmark.RunAsync(Console.Out),
};

switch (args)
{
    case ["child", .. string[] rest]:
        return EngineChild.Run(rest);
    case [BackupProcess.Argument, .. string[] rest]:
        return BackupProcess.Child(rest);
    case []:
        foreach (Func<Task> run in benchmarks.Values)
        {
            await run().ConfigureAwait(false);
        }

        return 0;
    case [string name] when benchmarks.TryGetValue(name, out Func<Task>? run):
        await run().ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine($"Usage: TravisOps.Benchmarks [{string.Join('|', benchmarks.Keys)}]   (without a name: all of them)");
        return 1;
}
