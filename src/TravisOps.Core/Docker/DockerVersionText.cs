using System;
using System.Text.RegularExpressions;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads <c>docker version</c> (flat until 1.7, in sections since 1.8, with "Engine:" below the server since 18.09) and
/// <c>docker --version</c>.</summary>
internal static class DockerVersionText
{
    private static readonly Regex OneLine = new(@"^Docker version ([^,\s]+)", RegexOptions.CultureInvariant);

    // Two spaces at the most: plugins of the client, and containerd and runc below the server, have Version lines further in or later.
    private static readonly Regex Section = new(@"^ {0,2}Version:\s*(\S+)", RegexOptions.CultureInvariant);

    /// <summary>The versions of client and engine; null for the one that is not told.</summary>
    public static (DockerVersion? Client, DockerVersion? Server) Read(string text)
    {
        DockerVersion? client = null;
        DockerVersion? server = null;
        DockerVersion? oneLine = null;
        var inServer = false;
        foreach (var line in TextLines.Of(text))
        {
            if (line.StartsWith("Client:", StringComparison.Ordinal))
            {
                inServer = false;
            }
            else if (line.StartsWith("Server:", StringComparison.Ordinal))
            {
                inServer = true;
            }
            else if (line.StartsWith("Client version:", StringComparison.Ordinal))
            {
                client ??= DockerVersion.Parse(line.Substring("Client version:".Length));
            }
            else if (line.StartsWith("Server version:", StringComparison.Ordinal))
            {
                server ??= DockerVersion.Parse(line.Substring("Server version:".Length));
            }
            else if (Section.Match(line) is { Success: true } version)
            {
                var value = DockerVersion.Parse(version.Groups[1].Value);
                client = inServer ? client : client ?? value;
                server = inServer ? server ?? value : server;
            }
            else if (OneLine.Match(line) is { Success: true } single)
            {
                oneLine ??= DockerVersion.Parse(single.Groups[1].Value);
            }
        }

        return (client ?? oneLine, server);
    }
}
