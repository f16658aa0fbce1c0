using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PoolCpuCheck() : PoolCheck(
    "Worker.PoolCpu",
    "Builds at once (POOL_SIZE) times CPUs of a build (DOCKER_CPUS), each also with TRAVIS_WORKER_ before it, which wins",
    "the CPUs that are online at the most; DOCKER_CPUS is 2 unless set, and 0 stands for no limit",
    Manual.Worker + " (\"TRAVIS_WORKER_POOL_SIZE cannot exceed the number of available CPUs\"); the worker's documentation multiplies by DOCKER_CPUS: \"otherwise, jobs will error and requeue\"")
{
    private protected override Finding Judge(HostEvidence host, WorkerConfiguration configuration, long pool, string place)
    {
        var (each, _, wrong) = Read(host, configuration, "DOCKER_CPUS", Requirements.BuildCpus, bytes: false);
        if (wrong is not null)
        {
            return wrong;
        }

        if (CpuCheck.Count(host) is not { } cpus)
        {
            return Obstacle.In(host, PreflightItems.Cpus) ?? Obstacle.Unreadable(host.Find(PreflightItems.Cpus.Name)!, "the number of CPUs");
        }

        // Without a limit for each build the manual's own rule is left.
        var need = pool * (each == 0 ? 1 : each);
        var product = each == 0 ? $"{pool} builds without a limit of CPUs" : $"{pool} builds x {each} CPUs = {need}";
        var finding = new Finding(CheckStatus.Pass, $"{product}, of {cpus.Count} CPUs.") { Actual = each == 0 ? $"{pool} builds" : $"{need} CPUs", Expected = $"{cpus.Count} at the most", Item = host.Find(WorkerItems.SettingsName), Line = place };
        if (pool == 0)
        {
            return finding with { Status = CheckStatus.Fail, Message = "POOL_SIZE is 0: the worker takes no builds.", Remedy = SetFitting(host, configuration) };
        }

        return need <= cpus.Count
            ? finding
            : finding with
            {
                Status = CheckStatus.Fail,
                Message = each == 0
                    ? $"{product}, and the machine has {cpus.Count}: the manual wants one for each."
                    : $"{product}, and the machine has {cpus.Count}: the builds that find none left end in an error and go back to the queue (\"couldn't checkout CPUSets\").",
                Remedy = SetFitting(host, configuration),
            };
    }
}
