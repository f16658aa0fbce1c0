using System.Text.Json;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads <c>docker info --format '{{json .}}'</c>. With the engine down, clients from 19.03 on print the same object with empty values.</summary>
internal static class DockerInfoJson
{
    /// <summary>What the object tells.</summary>
    public static DockerFacts Read(JsonElement info) => new()
    {
        Server = DockerVersion.Parse(info.Text("ServerVersion")),
        Client = info.Get("ClientInfo") is { } client ? DockerVersion.Parse(client.Text("Version")) : null,
        StorageDriver = info.Text("Driver"),
        DataLoopFile = DriverStatus(info, "Data loop file"),
        RootDirectory = info.Text("DockerRootDir"),
        LoggingDriver = info.Text("LoggingDriver"),
        CgroupDriver = info.Text("CgroupDriver"),
        Cpus = info.Get("NCPU") is { ValueKind: JsonValueKind.Number } cpus && cpus.TryGetInt32(out var count) && count > 0 ? count : null,
    };

    private static string? DriverStatus(JsonElement info, string name)
    {
        if (info.Get("DriverStatus") is { ValueKind: JsonValueKind.Array } pairs)
        {
            foreach (var pair in pairs.EnumerateArray())
            {
                if (pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2
                    && pair[0].ValueKind == JsonValueKind.String && pair[0].GetString() == name)
                {
                    return pair[1].ToString();
                }
            }
        }

        return null;
    }
}
