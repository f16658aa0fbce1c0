using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab.Machine;

/// <summary>
/// A number that one running lab owns on this machine, held by a lock that the kernel takes back when the process dies. Every
/// name and address of the lab comes from it, so that labs of several processes never meet.
/// </summary>
internal sealed class LabSlot : IDisposable
{
    private const string Root = "/run/travisops-lab";

    /// <summary>10.213.N.0/24 is the subnet, so N is one byte; 0 is left out for being easily misread.</summary>
    private const int Last = 99;

    private readonly FileStream _lock;

    private LabSlot(int number, FileStream held)
    {
        Number = number;
        _lock = held;
    }

    /// <summary>N.</summary>
    public int Number { get; }

    /// <summary>Where this lab keeps what is needed only while it runs.</summary>
    public string RunDirectory => RunDirectoryOf(Number);

    /// <summary>The interface by which this machine takes part in the lab's network.</summary>
    public string Interface => $"tlab{Number}";

    /// <summary>Takes the first free number, and cleans up after every lab that died without doing so.</summary>
    /// <exception cref="LabException">All numbers are in use.</exception>
    public static async Task<LabSlot> TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        LabSlot? taken = null;
        for (int number = 1; number <= Last; number++)
        {
            // Numbers without a directory were never used, or left in order.
            if ((taken is not null && !Directory.Exists(RunDirectoryOf(number))) || Lock(number) is not { } held)
            {
                continue;
            }

            LabSlot slot = new(number, held);
            await LabLeftovers.RemoveAsync(slot, cancellationToken).ConfigureAwait(false);
            if (taken is null)
            {
                taken = slot;
            }
            else
            {
                slot.Dispose();
            }
        }

        return taken ?? throw new LabException($"All {Last} lab numbers are in use. Stop a running lab (their locks are {Root}/*.lock).");
    }

    /// <summary>Gives the number back.</summary>
    public void Dispose() => _lock.Dispose();

    private static string RunDirectoryOf(int number) => $"{Root}/{number}";

    private static FileStream? Lock(int number)
    {
        try
        {
            // On Unix, FileShare.None is an exclusive flock without waiting, on a descriptor that children don't inherit.
            return new($"{Root}/{number}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
