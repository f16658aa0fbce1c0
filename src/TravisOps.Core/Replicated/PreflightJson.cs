using System.Collections.Generic;
using System.Text.Json;
using TravisOps.Checks;
using TravisOps.Hosts;

namespace TravisOps.Replicated;

/// <summary>Finds the checks in the JSON of <c>preflight run -o json</c>: any object with a severity and something that names it.</summary>
internal static class PreflightJson
{
    private static readonly string[] SeverityNames = ["severity", "status", "result", "state", "level", "outcome"];
    private static readonly string[] NameNames = ["title", "name", "check", "label", "id", "key"];
    private static readonly string[] MessageNames = ["message", "detail", "details", "description", "reason", "default_message", "text"];

    /// <summary>The checks of the document, inner ones in place of the object that holds them.</summary>
    public static PreflightReport Read(JsonElement root)
    {
        var findings = new List<PreflightFinding>();
        Collect(root, findings);
        return new PreflightReport { Findings = findings, MaxSeverity = Maximum(root) };
    }

    private static void Collect(JsonElement element, List<PreflightFinding> findings)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var child in element.EnumerateArray())
            {
                Collect(child, findings);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var before = findings.Count;
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                {
                    Collect(property.Value, findings);
                }
            }

            if (findings.Count == before && Finding(element) is { } finding)
            {
                findings.Add(finding);
            }
        }
    }

    private static PreflightFinding? Finding(JsonElement element)
    {
        if (First(element, SeverityNames) is not { } severity)
        {
            return null;
        }

        var message = First(element, MessageNames) ?? string.Empty;
        var name = First(element, NameNames) ?? message;
        if (name.Length == 0)
        {
            return null;
        }

        var status = Severity.OfWord(severity) ?? CheckStatus.Unknown;
        return new PreflightFinding(name, status, message == name ? string.Empty : message, $"{name}: {severity}");
    }

    private static string? First(JsonElement element, string[] names)
    {
        foreach (var name in names)
        {
            var value = element.Text(name) ?? (element.Get(name) is { ValueKind: JsonValueKind.Object } inner ? First(inner, MessageNames) : null);
            if (value is not null)
            {
                return value.Trim();
            }
        }

        return null;
    }

    private static CheckStatus? Maximum(JsonElement root)
    {
        foreach (var name in new[] { "MaxSeverity", "max_severity", "max-severity" })
        {
            if (Severity.OfWord(root.Text(name)) is { } status)
            {
                return status;
            }
        }

        return null;
    }
}
