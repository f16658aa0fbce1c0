using System;
using System.Collections.Generic;
using System.Text.Json;
using TravisOps.Hosts;

namespace TravisOps.Replicated;

/// <summary>One app of <c>replicatedctl app status</c>; Travis CI Enterprise is the only one on its platform.</summary>
/// <param name="AppId">Replicated's id of the app.</param>
/// <param name="State">started, stopped, starting or what later versions say.</param>
/// <param name="DesiredState">Where it is on its way to.</param>
/// <param name="Error">Replicated's error; empty when there is none.</param>
/// <param name="IsTransitioning">It is on its way.</param>
public sealed record AppStatus(string AppId, string State, string DesiredState, string Error, bool IsTransitioning)
{
    /// <summary>Started, at rest and without an error (facts 3).</summary>
    public bool Healthy => string.Equals(State, "started", StringComparison.OrdinalIgnoreCase) && !IsTransitioning && Error.Length == 0;

    /// <summary>The apps of the JSON array, or of a single object; null when the text holds neither. An empty array is an empty list: no app.</summary>
    public static IReadOnlyList<AppStatus>? Parse(string text)
    {
        using var json = JsonInText.Find(text);
        if (json is null)
        {
            return null;
        }

        var root = json.RootElement;
        var apps = new List<AppStatus>();
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in root.EnumerateArray())
            {
                if (Read(element) is not { } app)
                {
                    return null;
                }

                apps.Add(app);
            }

            return apps;
        }

        return Read(root) is { } single ? [single] : null;
    }

    private static AppStatus? Read(JsonElement element) => element.Text("State") is not { } state
        ? null
        : new AppStatus(
            element.Text("AppID") ?? string.Empty,
            state,
            element.Text("DesiredState") ?? string.Empty,
            element.Text("Error") ?? string.Empty,
            element.Get("IsTransitioning") is { ValueKind: JsonValueKind.True });
}
