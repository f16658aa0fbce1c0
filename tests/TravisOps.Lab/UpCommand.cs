using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab;

/// <summary><c>up</c>: a lab that runs until Ctrl+C or SIGTERM.</summary>
internal static class UpCommand
{
    /// <summary>The exit code where no lab can run: not root, no Linux, packages missing.</summary>
    private const int Unsupported = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        LabOptions options = Parse(arguments);
        LabPackages.EnsureInstalled(Console.WriteLine);
        if (LabSupport.WhyNot() is { } reason)
        {
            await Console.Error.WriteLineAsync($"The lab can't run here: {reason}").ConfigureAwait(false);
            return Unsupported;
        }

        using CancellationTokenSource stop = new();
        List<PosixSignalRegistration> signals = [];
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP])
        {
            signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // The program ends by itself, after it has cleaned up.
                context.Cancel = true;
                stop.Cancel();
            }));
        }

        try
        {
            LabInstallation lab = await LabInstallation.StartAsync(options, stop.Token).ConfigureAwait(false);
            await using (lab.ConfigureAwait(false))
            {
                foreach (LabHost host in lab.Hosts)
                {
                    Console.WriteLine($"{host.Name,-20} {host.Address}");
                }

                Console.WriteLine($"Inventory: {lab.InventoryPath}");
                Console.WriteLine("Ready. Ctrl+C or SIGTERM ends the lab.");
                await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("The lab is gone.");
        }
        finally
        {
            signals.ForEach(s => s.Dispose());
        }

        return 0;
    }

    private static LabOptions Parse(string[] arguments)
    {
        int workers = 2;
        string scenario = "healthy";
        string? state = null;
        bool docker = true;
        bool database = false;
        bool broker = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            switch (arguments[i])
            {
                case "--workers":
                    workers = int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                        ? n
                        : throw new ArgumentException($"--workers needs a number, not '{arguments[i]}'.");
                    break;
                case "--scenario":
                    scenario = Value();
                    break;
                case "--state":
                    state = Value();
                    break;
                case "--no-worker-docker":
                    docker = false;
                    break;
                case "--database":
                    database = true;
                    break;
                case "--broker":
                    broker = true;
                    break;
                default:
                    throw new ArgumentException($"'{arguments[i]}' is not an option of up.");
            }
        }

        return new() { Workers = workers, Scenario = scenario, StateDirectory = state, WorkerDocker = docker, Database = database, Broker = broker };
    }
}
