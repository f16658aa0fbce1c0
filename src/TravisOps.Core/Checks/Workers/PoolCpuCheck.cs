using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PoolCpuCheck() : PoolCheck(
    "Worker.PoolCpu",
    "Builds at once (POOL_SIZE) times CPUs of a build (DOCKER_CPUS), each also with TRAVIS_WORKER_ before it, which wins for POOL_SIZE and loses for what is Docker's",
    "the CPUs that are online at the most, and DOCKER_CPU_SET_SIZE where it is set; DOCKER_CPUS is 2 unless set, and 0 stands for no limit",
    Manual.Worker + " (\"TRAVIS_WORKER_POOL_SIZE cannot exceed the number of available CPUs\"); the worker's documentation multiplies by DOCKER_CPUS: \"otherwise, jobs will error and requeue\"")
{
    private protected override Finding Judge(HostEvidence host, WorkerConfiguration configuration, long pool, string place)
    {
        var (each, _, wrong) = BuildCpus(host, configuration);
        if (wrong is not null)
        {
            return wrong;
        }

        if (CpuCheck.Count(host) is not { } cpus)
        {
            return Obstacle.In(host, PreflightItems.Cpus) ?? Obstacle.Unreadable(host.Find(PreflightItems.Cpus.Name)!, "the number of CPUs");
        }

        var sets = CpuSets(host, configuration, cpus.Count);
        if (sets.Wrong is { } unreadable)
        {
            return unreadable;
        }

        // Without a limit for each build the manual's own rule is left.
        var need = pool * (each == 0 ? 1 : each);
        var limit = each == 0 ? cpus.Count : System.Math.Min(cpus.Count, sets.Value);
        var product = each == 0 ? $"{pool} builds without a limit of CPUs" : $"{pool} builds x {each} CPUs = {need}";
        var finding = new Finding(CheckStatus.Pass, $"{product}, of {limit}{(limit < cpus.Count ? $" in the CPU sets of the worker ({sets.Place})" : string.Empty)} CPUs.")
        {
            Actual = each == 0 ? $"{pool} builds" : $"{need} CPUs",
            Expected = $"{limit} at the most",
            Item = host.Find(WorkerItems.SettingsName),
            Line = place,
        };
        if (pool == 0)
        {
            return finding with { Status = CheckStatus.Fail, Message = "POOL_SIZE is 0: the worker takes no builds.", Remedy = SetFitting(host, configuration) };
        }

        return need <= limit
            ? finding
            : finding with
            {
                Status = CheckStatus.Fail,
                Message = each == 0 ? $"{product}, and the machine has {cpus.Count}: the manual wants one for each."
                    : need > sets.Value ? $"{product}, and the worker has {sets.Value} to give{(sets.Value < cpus.Count ? $" ({sets.Place})" : string.Empty)}: the builds that find none left end in an error and go back to the queue (\"couldn't checkout CPUSets\")."
                    : $"{product}, and the machine has {cpus.Count}: Docker refuses builds a CPU that is not there (\"Requested CPUs are not available\").",
                Remedy = SetFitting(host, configuration),
            };
    }
}
