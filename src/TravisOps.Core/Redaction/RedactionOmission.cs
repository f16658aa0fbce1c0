namespace TravisOps.Redaction;

/// <summary>A file that was left out, because it could not be looked through.</summary>
/// <param name="File">Where it was, within archives too.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record RedactionOmission(string File, string Reason);
