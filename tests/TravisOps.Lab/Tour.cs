using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Lab.Terminal;

namespace TravisOps.Lab;

/// <summary>
/// The tour: starts a faulty installation, does with it what an admin would do, in the real PowerShell engine, and stops it. Where no lab
/// can run it says why and runs the same commands on evidence that was recorded from the same scenario.
/// </summary>
internal static class Tour
{
    /// <summary>What is planted for the tour: the mix that is recorded too, and a log to be searched.</summary>
    public const string Scenario = "faulty,troubled-log@worker-1";

    /// <summary>The folder of the recorded evidence.</summary>
    private const string Recording = "faulty";

    /// <summary>The third worker is the one that can't be reached.</summary>
    public const int Workers = 3;

    private const int CommandFailed = 1;

    public static async Task<int> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine("TravisOps tour: a Travis CI Enterprise installation with several faults, and the commands that find them.");
        LabPackages.EnsureInstalled(Console.WriteLine);
        if (LabSupport.WhyNot() is { } reason)
        {
            Console.WriteLine($"A real lab can't run here: {reason}.");
            Console.WriteLine("So nothing is contacted, and the commands read evidence that was recorded from the same installation (-EvidencePath).");
            return Report(WalkThroughRecording(), watch);
        }

        Console.WriteLine($"Starting the lab: a platform and {Workers} workers, each with its own network, sshd and sudo, Docker on those that run it.");
        LabInstallation lab = await LabInstallation.StartAsync(new() { Scenario = Scenario, Workers = Workers, Database = true }).ConfigureAwait(false);
        bool passed;
        await using (lab.ConfigureAwait(false))
        {
            Console.WriteLine($"The lab is up after {watch.Elapsed.TotalSeconds:F1} s.");
            passed = WalkThrough(lab.InventoryPath, lab.StateDirectory);
        }

        Console.WriteLine("The lab is gone again; nothing of it is left on this machine.");
        return Report(passed, watch);
    }

    // What is written goes with the lab.
    private static bool WalkThrough(string inventoryPath, string folder)
    {
        using TourSession session = new(Console.Out);
        return session.Type($"Import-Module '{Repository.ManifestPath}'")
            && session.Type($"$env:TRAVISOPS_INVENTORY = '{inventoryPath}'")
            && session.Type("Get-TravisInstallation")
            && session.Type("Test-TravisConnection")
            && session.Type("$results = Invoke-TravisPreflight")
            && Judge(session)
            && session.Type("Get-TravisDockerBindings")
            && session.Type("Test-TravisDocker -Role Platform | Where-Object Status -notin Pass, Skip")
            && session.Type("Test-TravisWorker -ComputerName worker-1* | Where-Object Status -notin Pass, Skip")
            && session.Type("Find-TravisKnownIssue -ComputerName worker-1* | Where-Object Id -like Amqp.*")
            && session.Type("$all = Test-TravisInstallation -ErrorAction SilentlyContinue")
            && session.Type("$all[-1]")
            && session.Type("$passphrase = [Net.NetworkCredential]::new('', 'for this tour only').SecurePassword")
            && session.Type($"Backup-TravisEncryptionKey -Destination '{folder}' -Passphrase $passphrase")
            && session.Type($"Backup-TravisData -Destination '{folder}'")
            && session.Type($"Test-TravisBackup -Path '{folder}'")
            && session.Type($"New-TravisSupportBundle -Path '{folder}/case.zip' -Symptom 'Builds are not picked up' -ErrorAction SilentlyContinue");
    }

    private static bool WalkThroughRecording()
    {
        using TourSession session = new(Console.Out);
        string recording = Path.Combine(AppContext.BaseDirectory, "Recorded", Recording);
        return session.Type($"Import-Module '{Repository.ManifestPath}'")
            && session.Type($"Test-TravisConnection -EvidencePath '{recording}'")
            && session.Type($"$results = Invoke-TravisPreflight -EvidencePath '{recording}'")
            && Judge(session)
            && session.Type($"Get-TravisDockerBindings -EvidencePath '{recording}'")
            && session.Type($"Test-TravisDocker -EvidencePath '{recording}' -ErrorAction SilentlyContinue | Where-Object Status -notin Pass, Skip");
    }

    private static bool Judge(TourSession session) =>
        session.Type("$results | Where-Object Role -eq Platform")
        && session.Type("$results | Where-Object { $_.Role -eq 'Worker' -and $_.Status -notin 'Pass', 'Skip' }");

    private static int Report(bool passed, Stopwatch watch)
    {
        Console.WriteLine();
        Console.WriteLine(passed
            ? $"That was the tour, in {watch.Elapsed.TotalSeconds:F0} s. The README has the first steps with an installation of your own."
            : "A command of the tour ended with an error; see above.");
        return passed ? 0 : CommandFailed;
    }
}
