using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Workers.Settings;

namespace TravisOps.Workers;

/// <summary>From a worker's answer to its settings, one by one. Contacts nothing.</summary>
public static class WorkerSettings
{
    private static readonly Regex SecretName = new(WorkerSecretNames.Pattern, RegexOptions.CultureInvariant);
    private static readonly Regex PasswordInUri = new("://[^/@]*:.+@", RegexOptions.CultureInvariant);

    /// <summary>The settings in the order of the files, and null; or none and why.</summary>
    /// <param name="host">A worker's evidence.</param>
    /// <param name="all">Also lines that have no effect: those that a later one replaces, and commented ones of settings that are set.</param>
    public static (IReadOnlyList<WorkerSetting> Settings, Finding? Obstacle) Read(HostEvidence host, bool all)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var (configuration, obstacle) = WorkerConfiguration.Of(host);
        if (configuration is null)
        {
            return ([], obstacle);
        }

        var lines = configuration.Layout == WorkerLayout.Image ? OfImage(configuration) : OfPackage(configuration);
        lines.AddRange(Commented(configuration, all));
        var order = configuration.Units.Concat(configuration.Files).Select(file => file.Path).ToList();
        return
        (
            [
                .. lines.Where(line => all || line.State != WorkerSettingState.Overridden)
                    .OrderBy(line => order.IndexOf(line.File)).ThenBy(line => line.Line)
                    .Select(line => line with { ComputerName = host.ComputerName, CollectedAt = host.CollectedAt }),
            ],
            null
        );
    }

    private static List<WorkerSetting> OfPackage(WorkerConfiguration configuration)
    {
        var last = configuration.Script.Assignments.GroupBy(one => one.Name).ToDictionary(group => group.Key, group => group.Last());
        var lines = new List<WorkerSetting>();
        foreach (var one in configuration.Script.Assignments)
        {
            var variable = configuration.InScript(one.Name);
            var line = Line(configuration, one.Name, one.Value!, one.Path, one.Line);
            lines.Add(one != last[one.Name] || variable is null
                ? line with { State = WorkerSettingState.Overridden, Message = variable is null ? "unset later" : $"{variable.Path}:{variable.Line} sets it again" }
                : !variable.Exported
                    ? line with { State = WorkerSettingState.NotPassed, Message = "not exported: the worker does not get it" }
                    : Final(configuration, Line(configuration, one.Name, variable.Value!, one.Path, one.Line)));
        }

        return lines;
    }

    private static List<WorkerSetting> OfImage(WorkerConfiguration configuration)
    {
        var lines = new List<WorkerSetting>();
        foreach (var one in configuration.Lines)
        {
            var line = Line(configuration, one.Name, one.Value, one.Path, one.Line);
            var script = configuration.InScript(one.Name);
            if (one != configuration.Effective[one.Name])
            {
                var winner = configuration.Effective[one.Name];
                lines.Add(line with { State = WorkerSettingState.Overridden, Message = $"{winner.Place} sets it again" });
                continue;
            }

            var shown = script?.Value is { Unknown: null } value ? Shown(configuration, value) : null;
            line = line with { ScriptValue = shown == line.Value ? null : shown };
            lines.Add(one.Literal
                ? line with { State = WorkerSettingState.Literal, Message = "docker --env-file does not put values for ${...}: the worker gets this text itself" }
                : Final(configuration, line));
        }

        // What only the start script has: from the unit, or a second assignment on a line.
        foreach (var variable in configuration.Script.Variables.Values.Where(one => one.Value is not null && !configuration.Effective.ContainsKey(one.Name)))
        {
            var line = Line(configuration, variable.Name, variable.Value!, variable.Path, variable.Line);
            lines.Add(variable.Name == WorkerConfiguration.ImageName
                ? line with { State = variable.Value!.Unknown is null ? WorkerSettingState.Effective : WorkerSettingState.Unknown, Message = variable.Value!.Unknown ?? "for the start script: the image that it runs" }
                : line with { State = WorkerSettingState.NotPassed, Message = "docker does not get it: a line holds one setting, and export before it once" });
        }

        return lines;
    }

    private static WorkerSetting Final(WorkerConfiguration configuration, WorkerSetting line) => configuration.WinnerOver(line.Name) is { } winner
        ? line with { State = WorkerSettingState.Shadowed, Message = $"the worker goes by {winner.Name} ({winner.Place})" }
        : line;

    private static IEnumerable<WorkerSetting> Commented(WorkerConfiguration configuration, bool all)
    {
        foreach (var file in configuration.Files)
        {
            foreach (var record in file.Records.Where(record => record.Kind == 'C'))
            {
                var set = configuration.Effective.ContainsKey(record.Name) || configuration.InScript(record.Name) is not null;
                if (all || !set)
                {
                    yield return Empty(configuration, record.Name, file.Path, record.Line) with
                    {
                        State = WorkerSettingState.CommentedOut,
                        Message = set ? "commented out; another line sets it" : "commented out: not set",
                    };
                }
            }
        }
    }

    private static WorkerSetting Line(WorkerConfiguration configuration, string name, SettingValue value, string path, int line) =>
        value.Unknown is { } why
            ? Empty(configuration, name, path, line) with { State = WorkerSettingState.Unknown, Message = why }
            : Empty(configuration, name, path, line) with
            {
                Value = Shown(configuration, value),
                Secret = value.HasSecret || (value.Text.Length > 0 && SecretName.IsMatch(name.ToUpperInvariant())) || PasswordInUri.IsMatch(value.Text),
            };

    private static WorkerSetting Empty(WorkerConfiguration configuration, string name, string path, int line) => new()
    {
        ComputerName = string.Empty,
        Name = name,
        State = WorkerSettingState.Effective,
        File = path,
        Line = line,
        Layout = configuration.Layout,
    };

    private static string Shown(WorkerConfiguration configuration, SettingValue value) => SettingValue.Shown(value.Text, configuration.Secrets);
}
