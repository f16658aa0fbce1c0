namespace TravisOps.Hosts;

/// <summary>One package in an entry of apt's history.</summary>
/// <param name="Action">Install, Reinstall, Upgrade, Downgrade, Remove or Purge.</param>
/// <param name="Package">Its name, without architecture.</param>
/// <param name="Old">The version before; null for an installation.</param>
/// <param name="New">The version after; null for a removal.</param>
public sealed record AptChange(string Action, string Package, string? Old, string? New);
