using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>What the patterns found in a text, and how far they have read it: what was taken with a container around it need not be read again, level by level.</summary>
internal sealed class PatternHits : List<RedactionHit>
{
    /// <summary>What is longer ends the search, for the rest of it is not in sight; otherwise all that there is counts.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Where the furthest JSON container under a secret's name ends.</summary>
    public int ContainerEnd { get; set; }

    /// <summary>Where the furthest lines end that are indented under a secret's name.</summary>
    public int LinesEnd { get; set; }

    /// <summary>For the next text.</summary>
    public void Restart()
    {
        Clear();
        ContainerEnd = 0;
        LinesEnd = 0;
    }
}
