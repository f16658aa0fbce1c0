using TravisOps.Checks;

namespace TravisOps.Replicated;

/// <summary>One of Replicated's own preflight checks.</summary>
/// <param name="Name">Its name or title; its message when it has none.</param>
/// <param name="Status">Its severity: success is Pass, warn is Warn, error is Fail, a word that nobody knows is Unknown.</param>
/// <param name="Message">What Replicated says about it; empty when it says nothing beyond the name.</param>
/// <param name="Line">The words that prove it.</param>
public sealed record PreflightFinding(string Name, CheckStatus Status, string Message, string Line);
