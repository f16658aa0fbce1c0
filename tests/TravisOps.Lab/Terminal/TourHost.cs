using System;
using System.Globalization;
using System.IO;
using System.Management.Automation.Host;

namespace TravisOps.Lab.Terminal;

/// <summary>The host of the engine that the tour types into: a console of 120 columns that never asks anything.</summary>
internal sealed class TourHost(TextWriter writer) : PSHost
{
    private readonly TourUserInterface _ui = new(writer);

    /// <summary>Errors that reached the console.</summary>
    public int ErrorCount => _ui.ErrorCount;

    public override CultureInfo CurrentCulture { get; } = CultureInfo.GetCultureInfo("en-US");

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.GetCultureInfo("en-US");

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "TravisOps tour";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException("The tour has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The tour has no nested prompt.");

    public override void NotifyBeginApplication()
    {
        // Nothing on the console changes for a native program.
    }

    public override void NotifyEndApplication()
    {
        // See NotifyBeginApplication.
    }

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException(
        string.Create(CultureInfo.InvariantCulture, $"A command of the tour asked to exit with code {exitCode}."));
}
