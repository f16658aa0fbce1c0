namespace TravisOps.Bundles;

/// <summary>Logs of one kind on a host, too large for the probe: they are streamed.</summary>
/// <param name="Name">The folder that they get under the host's, such as <c>worker-log</c>.</param>
/// <param name="Title">What it is, for the contract.</param>
/// <param name="Script">POSIX sh that sends them, see <see cref="LogScript"/>.</param>
public sealed record BundleLog(string Name, string Title, string Script);
