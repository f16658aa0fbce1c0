using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace TravisOps.Lab.Terminal;

/// <summary>Writes what a console would show; asking is an error, since nothing in the tour may prompt.</summary>
internal sealed class TourUserInterface(TextWriter writer) : PSHostUserInterface
{
    private const string NoPrompts = "A command asked a question, and nobody is there to answer it.";

    /// <summary>Errors that reached the console.</summary>
    public int ErrorCount { get; private set; }

    public override PSHostRawUserInterface RawUI { get; } = new TourRawUserInterface();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new PSInvalidOperationException(NoPrompts);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw new PSInvalidOperationException(NoPrompts);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new PSInvalidOperationException(NoPrompts);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new PSInvalidOperationException(NoPrompts);

    public override string ReadLine() => throw new PSInvalidOperationException(NoPrompts);

    public override SecureString ReadLineAsSecureString() => throw new PSInvalidOperationException(NoPrompts);

    // Colours are for terminals; a tour is read in logs too.
    public override void Write(string value) => writer.Write(GetOutputString(value, supportsVirtualTerminal: false));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => writer.WriteLine(GetOutputString(value, supportsVirtualTerminal: false));

    public override void WriteErrorLine(string value)
    {
        ErrorCount++;
        WriteLine(value);
    }

    public override void WriteDebugLine(string message) => writer.WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => writer.WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => writer.WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // A captured terminal has no place for a progress bar.
    }
}
