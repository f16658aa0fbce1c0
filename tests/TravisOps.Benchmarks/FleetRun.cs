namespace TravisOps.Benchmarks;

/// <summary>One run over all hosts.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">User and system time of the client's processes.</param>
/// <param name="PeakMegabytes">Peak of resident memory of the client; 0 where many processes share it out.</param>
internal sealed record FleetRun(double Seconds, double CpuSeconds, double PeakMegabytes);
