using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Installations;

/// <summary>
/// Makes an installation from parameters, by the rules of the inventory file. An error names the parameter
/// where a file's error names the place.
/// </summary>
public sealed class InstallationBuilder
{
    /// <summary>The name it will go by.</summary>
    public required string Name { get; init; }

    /// <summary>The platform machine.</summary>
    public required string Platform { get; init; }

    /// <summary>The worker machines; <c>worker-[01:20].example.com</c> stands for twenty. None is allowed.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];

    /// <summary>What the web interface is called, when it is not the platform's name.</summary>
    public string? PublicHostName { get; init; }

    /// <summary>SSH port of every host, 1 to 65535; null is 22.</summary>
    public int? Port { get; init; }

    /// <summary>The login.</summary>
    public string? UserName { get; init; }

    /// <summary>The private key file; <c>~</c> is the home folder.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>The known_hosts file; <c>~</c> is the home folder.</summary>
    public string? KnownHostsPath { get; init; }

    /// <summary>How root is had; null is <see cref="SudoMode.Auto"/>.</summary>
    public SudoMode? Sudo { get; init; }

    /// <summary>A host to go through.</summary>
    public string? JumpHost { get; init; }

    /// <summary>Where relative paths start: the person's location.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Checks everything and makes the installation. Nothing is contacted and no file is opened.</summary>
    /// <exception cref="InventoryException">A value that can't be meant.</exception>
    public TravisInstallation Build()
    {
        Check("-Name", Name, SettingValues.InstallationNameProblem);
        Check("-Platform", Platform, HostRange.Problem);
        foreach (var worker in Workers)
        {
            Check("-Worker", worker, HostRange.Problem);
        }

        Check("-PublicHostName", PublicHostName, HostName.Problem);
        Check("-UserName", UserName, SettingValues.UserNameProblem);
        Check("-KeyFilePath", KeyFilePath, PathProblem);
        Check("-KnownHostsPath", KnownHostsPath, PathProblem);
        Check("-JumpHost", JumpHost, HostName.Problem);
        if (Port is { } port && SettingValues.PortProblem(port) is { } problem)
        {
            throw Origin.OfParameter("-Port").Error(problem);
        }

        return InstallationAssembler.Assemble(new InstallationSpec
        {
            Name = Name,
            PublicHostName = PublicHostName,
            BaseDirectory = BaseDirectory,
            Settings = new HostSettings
            {
                Port = Port,
                UserName = UserName,
                KeyFilePath = KeyFilePath,
                KnownHostsPath = KnownHostsPath,
                Sudo = Sudo,
                JumpHost = JumpHost,
            },
            Platform = new HostSpec { Host = Platform, Origin = Origin.OfParameter("-Platform") },
            Workers = [.. Workers.Select(worker => new HostSpec { Host = worker, Origin = Origin.OfParameter("-Worker") })],
        });
    }

    private static void Check(string parameter, string? value, Func<string, string?> problemOf)
    {
        if (value is not null && problemOf(value) is { } problem)
        {
            throw Origin.OfParameter(parameter).Error(problem);
        }
    }

    private string? PathProblem(string path)
    {
        SettingPath.Resolve(path, BaseDirectory, out var problem);
        return problem;
    }
}
