namespace TravisOps.Environments;

/// <summary>Where a machine runs, and what proves it.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Proof">The file or command and what it said; for Unknown why it is not known.</param>
/// <param name="Virtualization">The kind of virtual machine, such as <c>kvm</c>, <c>none</c> for a machine of its own; null when it is not known.</param>
public sealed record IaasFinding(IaasPlatform Platform, string Proof, string? Virtualization);
