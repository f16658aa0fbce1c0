using System;
using System.IO;
using TravisOps.Help;

if (args is not [var docs, var output])
{
    Console.Error.WriteLine("Usage: TravisOps.Help <folder of the Markdown pages> <folder for the help files, such as en-US>");
    return 2;
}

try
{
    var problems = HelpBuild.Run(docs, output);
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem.Message);
    }

    return problems.Count == 0 ? 0 : 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{docs}: error HELP: {e.Message}");
    return 1;
}
