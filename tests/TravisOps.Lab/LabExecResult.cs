namespace TravisOps.Lab;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">The exit code; 128 + the signal's number when a signal ended it.</param>
/// <param name="Stdout">Standard output, as UTF-8.</param>
/// <param name="Stderr">Standard error, as UTF-8.</param>
public sealed record LabExecResult(int ExitCode, string Stdout, string Stderr);
