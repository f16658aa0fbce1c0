using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace TravisOps.Lab.Terminal;

/// <summary>The real PowerShell engine with a person in front of it: prints each command behind a prompt and then what a console shows for it.</summary>
internal sealed class TourSession : IDisposable
{
    private readonly TextWriter _writer;
    private readonly TourHost _host;
    private readonly Runspace _runspace;

    public TourSession(TextWriter writer)
    {
        _writer = writer;
        _host = new TourHost(writer);
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>Errors that the console showed.</summary>
    public int ErrorCount => _host.ErrorCount;

    /// <summary>Shows the command as typed, runs it and shows its output.</summary>
    /// <returns>True when the command ran to its end; errors about single hosts do not count against it.</returns>
    public bool Type(string command)
    {
        _writer.WriteLine();
        _writer.WriteLine("PS> " + command);
        return Run(command);
    }

    /// <summary>Runs without showing the command.</summary>
    public bool Run(string command)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(command).AddCommand("Out-Default");
        shell.Commands.Commands.Last().MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
            return true;
        }
        catch (RuntimeException error)
        {
            _host.UI.WriteErrorLine(error.ErrorRecord.ToString());
            return false;
        }
    }

    /// <summary>Closes the engine.</summary>
    public void Dispose() => _runspace.Dispose();
}
