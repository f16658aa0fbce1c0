using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>The errors for a log-in that the server refused.</summary>
internal sealed class LoginFailures(TravisHost host, Login login)
{
    private readonly string _name = HostNames.Describe(host);

    public HostException Refused(Exception error, LoginAttempt attempt, string? serverVersion)
    {
        var offered = attempt.Offered.Count > 0 ? string.Join(", ", attempt.Offered) : OfferedIn(error.Message);
        var tried = attempt.Tried.Count == 0 ? "nothing that it takes was given" : "tried " + string.Join(", ", attempt.Tried.Select(Describe));
        var message = $"{_name}: the server did not let {login.UserName} in: {tried}; it takes {offered ?? "nothing more"}.";
        if (error is SshConnectionException)
        {
            message += " " + error.Message;
        }

        if (attempt.UnansweredPrompt is { } prompt)
        {
            message += $" It asked '{prompt}', which nothing here can answer.";
        }

        if (login.KeyProblem is { } problem)
        {
            message += $" The inventory's key was not tried: {problem.Message}";
        }

        if (IsOldForRsa(serverVersion) && login.Keys.Any(key => key.IsRsa))
        {
            return New(
                $"{message} The server is {serverVersion}, which takes RSA keys only with SHA-1 signatures, and those are not made here.",
                $"Use an Ed25519 or ECDSA key: ssh-keygen -t ed25519, then {ThisMachine.Current.AuthorizeKey(NewKey, isPutty: false, CopyTarget)}",
                error);
        }

        if (attempt.Tried.Count == 0 && offered is not null)
        {
            return New(message, offered.Contains("publickey") ? login.KeyProblem?.Remedy ?? "Give a key with -KeyFilePath." : "Give a password with -Credential.", error);
        }

        var key = login.Keys.Count > 0 ? login.Keys[0] : null;
        return key is null
            ? New(message, $"Check the user name and the password: ssh {HostNames.SshArguments(host, login.UserName)}{(login.KeyProblem is { } way ? "; or mend the key: " + way.Remedy : string.Empty)}", error)
            : New(message, $"Put the public key on the host: {ThisMachine.Current.AuthorizeKey(key.Path, key.IsPutty, CopyTarget)} (and check that the user name is right)", error);
    }

    /// <summary>Where ssh-keygen puts a new one.</summary>
    private static string NewKey => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh", "id_ed25519");

    private string CopyTarget => HostNames.SshArguments(host, login.UserName);

    private string Describe(string method) => method switch
    {
        "publickey" => string.Join(" and ", login.Keys.Select(key => $"key {key.Path} ({key.Fingerprint})")),
        "keyboard-interactive" => "the password (keyboard-interactive)",
        "password" => "the password",
        _ => method,
    };

    /// <summary>The library names what the server takes only in its message when no method fits: "… (publickey,password).".</summary>
    private static string? OfferedIn(string message)
    {
        var match = Regex.Match(message, @"No suitable authentication method.*\(([a-z,@.\-]+)\)");
        return match.Success ? match.Groups[1].Value.Replace(",", ", ") : null;
    }

    /// <summary>RSA with SHA-2 came with OpenSSH 7.2 (its release notes).</summary>
    private static bool IsOldForRsa(string? serverVersion)
    {
        var match = Regex.Match(serverVersion ?? string.Empty, @"OpenSSH_(\d+)\.(\d+)");
        return match.Success && Version.Parse(match.Groups[1].Value + "." + match.Groups[2].Value) < new Version(7, 2);
    }

    private HostException New(string message, string remedy, Exception error) => new(HostFailureKind.AuthenticationFailed, host.ComputerName, message, remedy, error);
}
