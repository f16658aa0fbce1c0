using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>Why Docker's answer of a host can't be used.</summary>
/// <param name="Problem">What kind of reason; None when the answer did not come at all.</param>
/// <param name="Status">What became of the command.</param>
/// <param name="Message">What happened, with host and command.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record DockerFailure(DockerProblem Problem, EvidenceStatus Status, string Message, string? Remedy);
