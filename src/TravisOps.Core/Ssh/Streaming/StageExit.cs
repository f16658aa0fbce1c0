namespace TravisOps.Ssh;

/// <summary>How one stage ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its exit status; above 128 it was ended by the signal of that number less 128 (141: it wrote and nobody read).</param>
public sealed record StageExit(string Name, int Status);
