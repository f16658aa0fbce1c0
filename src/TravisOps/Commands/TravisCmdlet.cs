using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Installations;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>
/// Base of every command: runs the core's work on other threads and lets only the pipeline thread touch the streams.
/// </summary>
/// <remarks>
/// Work posts actions; <see cref="Pump"/> runs them one after another on the pipeline thread, so that WriteObject and the like are
/// called from where PowerShell allows it. Ctrl+C cancels the work and waits for it, at most <see cref="StopGrace"/>.
/// </remarks>
public abstract class TravisCmdlet : PSCmdlet, IDisposable
{
    /// <summary>How long a stopped command waits for its work to let go. The rest of it ends by itself, with nothing left to write to.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the person presses Ctrl+C or the pipeline is stopped otherwise.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by the engine on another thread than the pipeline's.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the same moment.
        }
    }

    /// <summary>Runs work off the pipeline thread and, until it ends, what it posts on the pipeline thread.</summary>
    /// <param name="work">Gets a function that posts an action, and a token that is cancelled when the command is stopped or an action throws.</param>
    private protected void Pump(Func<Action<Action>, CancellationToken, Task> work)
    {
        // Neither is disposed while the work may still use it: after a stop that outlasted its grace the collector gets them.
        var queue = new BlockingCollection<Action>();
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);

        void Post(Action action)
        {
            try
            {
                queue.Add(action);
            }
            catch (InvalidOperationException)
            {
                // The command is over: a straggler of a cancelled fan-out has nobody to tell.
            }
        }

        var task = Task.Run(() => work(Post, cancellation.Token), CancellationToken.None);
        _ = task.ContinueWith(
            _ => queue.CompleteAdding(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        try
        {
            foreach (var action in queue.GetConsumingEnumerable(_stop.Token))
            {
                action();
            }
        }
        catch (Exception exception)
        {
            // Ctrl+C, or a command downstream that wants no more (Select-Object -First), or -ErrorAction Stop.
            cancellation.Cancel();
            WaitQuietly(task);
            if (exception is OperationCanceledException && _stop.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            throw;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        cancellation.Dispose();
        queue.Dispose();
    }

    /// <summary>Does something that takes a second or more, such as deriving a key, off the pipeline thread, so that the command can be stopped meanwhile.</summary>
    private protected T Aside<T>(Func<T> work)
    {
        var result = default(T)!;
        Pump((_, _) => Task.Run(() => result = work()));
        return result;
    }

    /// <summary>The full path of a file or folder that was given relative to the session's location, <c>~</c> expanded. It need not exist.</summary>
    private protected string ResolvePath(string path)
    {
        var full = FilePaths.Resolve(SessionState, path, out var error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        return full!;
    }

    /// <summary>The same for one of several: what can't be is an error, and the others go on.</summary>
    /// <returns>Null after an error that was written.</returns>
    private protected string? TryResolvePath(string path)
    {
        var full = FilePaths.Resolve(SessionState, path, out var error);
        if (error is not null)
        {
            WriteError(error);
        }

        return full;
    }

    /// <summary>The inventory: the file that was given, or the first that is found in the usual places.</summary>
    /// <param name="path">What the person gave, or null.</param>
    /// <param name="parameterName">The parameter that it is given with.</param>
    private protected Inventory ReadInventory(string? path, string parameterName)
    {
        var inventory = OrInventoryError(() => InventoryReader.Read(
            InventoryLocation.Find(path is null ? null : ResolvePath(path), CurrentFolder, "-" + parameterName)));
        WriteVerbose($"Inventory: {inventory.Path}");
        return inventory;
    }

    /// <summary>The session's place in the file system, which is not the process's.</summary>
    private protected string CurrentFolder => FilePaths.CurrentFolder(SessionState);

    /// <summary>Ends the command with one error when the inventory, or what was given for it, can't be used.</summary>
    private protected T OrInventoryError<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InventoryException exception)
        {
            ThrowTerminatingError(InventoryErrors.ToErrorRecord(exception));
            throw;
        }
    }

    private static void WaitQuietly(Task task)
    {
        try
        {
            task.Wait(StopGrace);
        }
        catch (AggregateException)
        {
            // What a cancelled work ends with says nothing that the person has not asked for.
        }
    }
}
