namespace TravisOps.KnownIssues;

/// <summary>Is told of lines that fit.</summary>
internal interface IIssueHits
{
    /// <summary>A line fits an issue; it is told once for each issue.</summary>
    /// <param name="issue">Number of the issue in <see cref="IssueMatcher.Issues"/>.</param>
    /// <param name="buffer">Whole lines; the bytes are only there during the call.</param>
    /// <param name="start">Where the line begins in it. What is before are lines before it, as far as they are there.</param>
    /// <param name="length">Length of the line without its end.</param>
    public void Hit(int issue, byte[] buffer, int start, int length);

    /// <summary>A line says that issues before it are over.</summary>
    /// <param name="mark">Number of what it says in <see cref="IssueMatcher.Marks"/>.</param>
    /// <param name="buffer">Whole lines; the bytes are only there during the call.</param>
    /// <param name="start">Where the line begins in it.</param>
    /// <param name="length">Length of the line without its end.</param>
    public void Mark(int mark, byte[] buffer, int start, int length);

    /// <summary>All lines of a block were searched, and the buffer is used for the next ones.</summary>
    /// <param name="buffer">The lines.</param>
    /// <param name="end">Where they end.</param>
    public void BlockEnded(byte[] buffer, int end);
}
