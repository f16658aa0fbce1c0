namespace TravisOps.Workers;

/// <summary>What there is on a worker before anything is done to it.</summary>
/// <param name="ComputerName">The worker machine.</param>
/// <param name="Layout">How travis-worker is set up there.</param>
/// <param name="Service">running, between (it has ended and is to be started again), stopped, or unclear: it may run.</param>
/// <param name="Version">The version that is installed; null when it is not known.</param>
/// <param name="Target">The version that an update would bring, as far as the machine knows before it has asked anybody.</param>
/// <param name="Problem">Why it can't be done, with what to do; null when nothing speaks against it.</param>
public sealed record WorkerLook(string ComputerName, WorkerLayout Layout, string Service, string? Version, string? Target, string? Problem);
