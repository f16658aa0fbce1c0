namespace TravisOps.Help;

/// <summary>A piece of text with its place on the page.</summary>
/// <param name="Text">The text; line breaks in it are kept when it is verbatim.</param>
/// <param name="Indent">Columns to the left of it and of its bullet.</param>
internal sealed record TextBlock(string Text, int Indent)
{
    public string Bullet { get; init; } = string.Empty;

    /// <summary>Code or a table: never wrapped.</summary>
    public bool IsVerbatim { get; init; }

    public bool IsHeading { get; init; }

    /// <summary>Stands directly below the block before it, without an empty line.</summary>
    public bool Joins { get; init; }
}
