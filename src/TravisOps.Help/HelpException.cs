using System;

namespace TravisOps.Help;

/// <summary>A page that help can't be made of. The message has the form that MSBuild shows as an error with a link to the line.</summary>
/// <param name="file">The page.</param>
/// <param name="line">Line, from 1.</param>
/// <param name="problem">What is wrong and what is expected.</param>
internal sealed class HelpException(string file, int line, string problem)
    : Exception($"{file}({line}): error HELP: {problem}");
