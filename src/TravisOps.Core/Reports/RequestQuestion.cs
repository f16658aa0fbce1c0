namespace TravisOps.Reports;

/// <summary>A question that support asks.</summary>
/// <param name="Key">A short name that does not change.</param>
/// <param name="Heading">The heading in the request.</param>
/// <param name="Question">The question as the manual asks it.</param>
/// <param name="ByPerson">Only a person can answer it: what is unusual can't be measured.</param>
public sealed record RequestQuestion(string Key, string Heading, string Question, bool ByPerson);
