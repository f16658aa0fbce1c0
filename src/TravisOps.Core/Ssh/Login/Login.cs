using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;

namespace TravisOps.Ssh;

/// <summary>With what a host is logged in to: settled and checked before it is contacted.</summary>
internal sealed class Login
{
    private static readonly string[] DefaultKeyNames = ["id_ed25519", "id_ecdsa", "id_rsa"];

    private Login(string userName, IReadOnlyList<LoginKey> keys, SecureString? password)
    {
        UserName = userName;
        Keys = keys;
        Password = password;
    }

    /// <summary>For connections that end before the log-in.</summary>
    public static Login Nobody { get; } = new("nobody", [], null);

    public string UserName { get; }

    public IReadOnlyList<LoginKey> Keys { get; }

    public SecureString? Password { get; }

    /// <summary>Why the inventory's key is not among <see cref="Keys"/>; null when nothing is wrong with it.</summary>
    public LoginKeyException? KeyProblem { get; private init; }

    /// <summary>Settles it: what was given for the run comes before the inventory, whose key is done without where a password was given, and OpenSSH's own key files stand in when nothing was given.</summary>
    /// <exception cref="HostException">A key file can't be used, or there is nothing to log in with.</exception>
    public static Login Prepare(TravisHost host, SshOptions options)
    {
        var userName = options.UserName ?? host.UserName ?? Environment.UserName;
        var path = options.KeyFilePath ?? host.KeyFilePath;
        try
        {
            if (path is not null)
            {
                return new Login(userName, [RunCache.Of(options).Key(path, options)], options.Password);
            }
        }
        catch (LoginKeyException error) when (options.KeyFilePath is null && options.Password is not null)
        {
            return new Login(userName, [], options.Password) { KeyProblem = error };
        }
        catch (LoginKeyException error)
        {
            throw new HostException(HostFailureKind.BadClientConfiguration, host.ComputerName, $"{host.ComputerName}: {error.Message}", error.Remedy, error);
        }

        return options.Password is not null ? new Login(userName, [], options.Password) : new Login(userName, DefaultKeys(host, options), null);
    }

    private static List<LoginKey> DefaultKeys(TravisHost host, SshOptions options)
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
        var keys = new List<LoginKey>();
        var problems = new List<string>();
        foreach (var path in DefaultKeyNames.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            try
            {
                keys.Add(RunCache.Of(options).Key(path, options));
            }
            catch (LoginKeyException error)
            {
                problems.Add(error.Message);
            }
        }

        return keys.Count > 0 ? keys : throw new HostException(
            HostFailureKind.BadClientConfiguration,
            host.ComputerName,
            $"{host.ComputerName}: there is nothing to log in with: no key file and no password was given, and {folder} has none of {string.Join(", ", DefaultKeyNames)} that can be used. {string.Join(" ", problems)}".TrimEnd(),
            "Give -KeyFilePath (and -KeyPassphrase), or -Credential with a password, or put keyFile into the inventory.");
    }
}
