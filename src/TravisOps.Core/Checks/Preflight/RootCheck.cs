using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Checks.Preflight;

internal sealed class RootCheck() : Check(
    "Host.Root",
    "How root is had: directly, by sudo without a password, or by sudo with one",
    "root access",
    Manual.SupportRequest)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var connection = host.Connection;
        var login = connection.UserName ?? "the login";
        if (!connection.LoggedIn)
        {
            yield return new Finding(CheckStatus.Unknown, "Could not be looked at: nobody was logged in when this evidence was gathered.")
            {
                Remedy = "Test-TravisConnection shows how far the log-in gets.",
            };
            yield break;
        }

        if (connection.Root == RootAccess.None && connection.RootFailure is null && host.Failure is { } ended)
        {
            yield return new Finding(CheckStatus.Unknown, $"Whether {login} can become root is not known, because the host was lost before it said so: see Host.Connection.")
            {
                Actual = "not known",
                Remedy = ended.Remedy,
                Line = ended.Message,
            };
            yield break;
        }

        switch (connection.Root)
        {
            case RootAccess.Direct:
                yield return Pass(connection.UserName is null ? "The login is root." : $"The login {login} is root.", "direct");
                break;
            case RootAccess.SudoNoPassword:
                yield return Pass($"{login} becomes root by sudo without a password.", "sudo -n");
                break;
            case RootAccess.SudoPassword:
                yield return Pass($"{login} becomes root by sudo with the password of -SudoCredential.", "sudo with password");
                break;
            case RootAccess.None:
                yield return NoRoot(login, connection.RootFailure);
                break;
        }
    }

    private static Finding Pass(string message, string how) => new(CheckStatus.Pass, message) { Actual = how, Line = how };

    private static Finding NoRoot(string login, HostFailure? failure) => failure?.Kind switch
    {
        null => new Finding(CheckStatus.Unknown, $"Whether {login} can become root was not tried, because sudo is switched off for this host.")
        {
            Actual = "not tried",
            Remedy = "Set sudo: auto for this host in the inventory, or log in as root.",
        },
        HostFailureKind.SudoPasswordRequired => new Finding(
            CheckStatus.Unknown, $"sudo asks {login} for a password and none was given, so whether it can become root is not known.")
        {
            Actual = "sudo wants a password",
            Remedy = Obstacle.GivePassword,
            Line = failure.Message,
        },
        HostFailureKind.SudoPasswordWrong or HostFailureKind.SudoDenied => new Finding(
            CheckStatus.Fail, $"{login} cannot become root on this host: {failure.Message}")
        {
            Actual = "no root",
            Remedy = failure.Remedy,
            Line = failure.Message,
        },
        _ => new Finding(CheckStatus.Unknown, $"Whether {login} can become root is not known: {failure.Message}")
        {
            Actual = "not known",
            Remedy = failure.Remedy,
            Line = failure.Message,
        },
    };
}
