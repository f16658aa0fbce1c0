using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Ssh;

/// <summary>One program of a pipeline on a host. Each has an exit status of its own in <see cref="StreamOutcome.Stages"/>.</summary>
public sealed record StreamStage
{
    /// <summary>Makes a stage.</summary>
    /// <param name="name">What its status is reported under: lower case letters, digits and dashes.</param>
    /// <param name="text">POSIX sh text; it runs in a subshell with the pipe of the stage before as standard input (<c>/dev/null</c> for the first of a download).</param>
    /// <exception cref="ArgumentException">The name has other characters.</exception>
    public StreamStage(string name, string text)
    {
        if (name.Length == 0 || !name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new ArgumentException("A stage's name is made of lower case letters, digits and dashes.", nameof(name));
        }

        Name = name;
        Text = text.Replace("\r\n", "\n");
    }

    /// <summary>What its status is reported under.</summary>
    public string Name { get; }

    /// <summary>POSIX sh text.</summary>
    public string Text { get; }

    /// <summary>Exit statuses that are no failure; only 0 by default. GNU tar's 1 says that a file changed while it was read.</summary>
    public IReadOnlyList<int> Accepted { get; init; } = [0];
}
