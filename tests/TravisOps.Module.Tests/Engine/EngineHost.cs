using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using TravisOps.Lab;

namespace TravisOps.Module.Tests.Engine;

/// <summary>
/// The real PowerShell engine with TravisOps imported from the working tree. It is the engine as NuGet has it: Microsoft.PowerShell.Core
/// and none of the Utility and Management commands, so that the module can't come to need them.
/// </summary>
internal sealed class EngineHost : IDisposable
{
    private readonly Runspace _runspace;

    /// <param name="import">Import TravisOps.psd1.</param>
    /// <param name="host">The person at the keyboard; without one the session is not interactive.</param>
    /// <param name="showsFiles">False for a session as New-PSSessionConfigurationFile makes it: no provider of files is visible.</param>
    public EngineHost(bool import = true, RecordingHost? host = null, bool showsFiles = true)
    {
        var state = InitialSessionState.CreateDefault2();
        if (!showsFiles)
        {
            // Modules of the session's own configuration are imported before anything is hidden.
            state.ImportPSModule([Repository.ManifestPath]);
            state.Providers["FileSystem"][0].Visibility = SessionStateEntryVisibility.Private;
            import = false;
        }

        _runspace = RunspaceFactory.CreateRunspace(host ?? new RecordingHost(), state);
        _runspace.Open();
        if (import)
        {
            Run("param($path) Import-Module $path -ErrorAction Stop", ("path", Repository.ManifestPath)).ThrowIfFailed();
        }
    }

    /// <summary>Runs a script that takes its arguments by name, so that nothing has to be quoted into it.</summary>
    public EngineResult Run(string script, params (string Name, object? Value)[] arguments)
    {
        using var powershell = Create(script, arguments);
        var output = new List<PSObject>();
        Exception? terminating = null;
        try
        {
            powershell.Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            terminating = exception;
        }

        return EngineResult.From(powershell, output, terminating);
    }

    /// <summary>The same, not started yet: for tests that stop it half-way.</summary>
    public PowerShell Create(string script, params (string Name, object? Value)[] arguments)
    {
        var powershell = PowerShell.Create(_runspace);
        powershell.AddScript(script);
        foreach (var (name, value) in arguments)
        {
            powershell.AddParameter(name, value);
        }

        return powershell;
    }

    public void Dispose() => _runspace.Dispose();
}

/// <summary>What a script wrote to each stream.</summary>
internal sealed record EngineResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<ProgressRecord> Progress,
    bool Terminated)
{
    /// <summary>Everything that a person or a transcript could have seen, as one text.</summary>
    public string AllText => string.Join(
        "\n",
        [
            .. Output.Select(o => o?.ToString() ?? string.Empty),
            .. Errors.Select(e => e + "\n" + e.Exception + "\n" + e.ErrorDetails?.RecommendedAction),
            .. Warnings,
            .. Verbose,
            .. Debug,
            .. Progress.Select(p => p.ToString()),
        ]);

    public static EngineResult From(PowerShell powershell, IReadOnlyList<PSObject> output, Exception? terminating)
    {
        List<ErrorRecord> errors = [.. powershell.Streams.Error];
        if (terminating is RuntimeException { ErrorRecord: { } record })
        {
            errors.Add(record);
        }

        return new EngineResult(
            output,
            errors,
            [.. powershell.Streams.Warning.Select(w => w.Message)],
            [.. powershell.Streams.Verbose.Select(v => v.Message)],
            [.. powershell.Streams.Debug.Select(d => d.Message)],
            [.. powershell.Streams.Progress],
            terminating is not null);
    }

    /// <summary>The output as objects of the core would be, were they not in another load context: property by property.</summary>
    public IEnumerable<T?> Property<T>(string name) => Output.Select(o => LanguagePrimitives.ConvertTo<T?>(o.Properties[name]?.Value));

    public EngineResult ThrowIfFailed() =>
        Errors.Count == 0 ? this : throw new InvalidOperationException(string.Join("\n", Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}\n{e.ScriptStackTrace}")));
}
