using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PoolMemoryCheck() : PoolCheck(
    "Worker.PoolMemory",
    "Builds at once (POOL_SIZE) times memory of a build (DOCKER_MEMORY)",
    "the memory of the machine and a tenth more at the most, as 15 to 16 GB pass for 16; DOCKER_MEMORY is 4G unless set, and 0 stands for no limit",
    Manual.None + "; the worker's defaults, and what follows from them")
{
    private protected override Finding Judge(HostEvidence host, WorkerConfiguration configuration, long pool, string place)
    {
        var (bytes, _, wrong) = BuildMemory(host, configuration);
        if (wrong is not null)
        {
            return wrong;
        }

        if (Obstacle.In(host, PreflightItems.Memory) is { } obstacle)
        {
            return obstacle;
        }

        var item = host.Find(PreflightItems.Memory.Name)!;
        if (MemoryInfo.TotalKib(item.Text) is not { } total)
        {
            return Obstacle.Unreadable(item, "the memory");
        }

        var each = bytes / 1024;
        if (each == 0)
        {
            return new Finding(CheckStatus.Warn, $"{pool} builds have no limit of memory: one of them can take it all from the others.")
            {
                Actual = "no limit",
                Item = host.Find(WorkerItems.SettingsName),
                Line = place,
                Remedy = WorkerFindings.Set(configuration.Layout, configuration.Get("DOCKER_MEMORY")!.Name, "4G"),
            };
        }

        var need = pool * each;
        var finding = new Finding(CheckStatus.Pass, $"{pool} builds x {Quantity.Gib(each)} = {Quantity.Gib(need)}, of {Quantity.Gib(total)}{(need > total ? ", which is near enough" : string.Empty)}.")
        {
            Actual = Quantity.Gib(need),
            Expected = $"{Quantity.Gib(total)} at the most",
            Item = host.Find(WorkerItems.SettingsName),
            Line = place,
        };
        return need <= total * Requirements.PoolMemoryTolerance
            ? finding
            : finding with
            {
                Status = CheckStatus.Warn,
                Message = $"{pool} builds x {Quantity.Gib(each)} = {Quantity.Gib(need)}, and the machine has {Quantity.Gib(total)}: when all builds need theirs, the kernel kills processes.",
                Remedy = SetFitting(host, configuration),
            };
    }
}
