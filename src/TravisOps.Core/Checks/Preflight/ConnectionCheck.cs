using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class ConnectionCheck() : Check(
    "Host.Connection",
    "Whether the host could be logged in to and answered to the end",
    "online, logged in, every answer complete",
    Manual.Firewall + " (\"Are all machines online?\")")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var connection = host.Connection;
        if (host.Failure is { } failure)
        {
            var rest = host.IsEmpty ? "No check ran" : "What had not come back by then is unknown";
            yield return new Finding(CheckStatus.Unknown, $"{rest}: {failure.Message}")
            {
                Actual = failure.Kind.ToString(),
                Remedy = failure.Remedy,
                Line = $"{failure.Kind}: {failure.Message}",
            };
        }
        else if (connection.LoggedIn)
        {
            var latency = connection.Latency is { } time ? $", {Quantity.Milliseconds(time)} to its SSH port" : string.Empty;
            yield return new Finding(CheckStatus.Pass, $"Online and logged in as {connection.UserName ?? "the default login"}{latency}.")
            {
                Actual = connection.ServerVersion ?? "logged in",
                Line = connection.ServerVersion,
            };
        }
    }
}
