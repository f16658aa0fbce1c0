using TravisOps.Ssh;

namespace TravisOps.Evidence;

/// <summary>Why a host could not be looked at, as data that can be stored. The same three things as <see cref="HostException"/>.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">What happened, on which host.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record HostFailure(HostFailureKind Kind, string Message, string Remedy);
