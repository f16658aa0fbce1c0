namespace TravisOps.Redaction;

/// <summary>How often a rule took something out of a file. A line of redaction.json; never a value.</summary>
/// <param name="File">The file in the bundle.</param>
/// <param name="Rule">The rule: known-value, secret-name, uri-credentials, private-key, token-format, password-hash, password-file, high-entropy; with -Anonymize also host-name, user-name, ip-address, mac-address.</param>
/// <param name="Count">How often.</param>
public sealed record RedactionCount(string File, string Rule, long Count);
