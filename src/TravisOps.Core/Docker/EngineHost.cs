using System;
using System.Globalization;

namespace TravisOps.Docker;

/// <summary>An address that Docker Engine is told to listen on.</summary>
/// <param name="Text">As it is written, such as <c>tcp://0.0.0.0:4243</c>.</param>
/// <param name="Source">Where it stands.</param>
public sealed record EngineHost(string Text, string Source)
{
    private const int DefaultPort = 2375;

    /// <summary>Port of a TCP address; null for a socket file and the like.</summary>
    public int? Port
    {
        get
        {
            const string Scheme = "tcp://";
            var rest = Text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? Text.Substring(Scheme.Length)
                : Text.IndexOf("://", StringComparison.Ordinal) < 0 && Text.IndexOf(':') >= 0 && Text[0] is not '/' ? Text : null;
            if (rest is null)
            {
                return null;
            }

            var colon = rest.LastIndexOf(':');
            return colon >= 0 && int.TryParse(rest.Substring(colon + 1).TrimEnd('/'), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? port
                : DefaultPort;
        }
    }
}
