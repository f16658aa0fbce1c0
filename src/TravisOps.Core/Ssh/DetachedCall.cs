using System;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Ssh;

/// <summary>
/// Runs one call of the SSH library on a thread of its own, so that the caller can always leave. The library's calls block in
/// places that no token reaches (a connection attempt, the banner, the key exchange, a full send buffer); a caller that has had
/// enough walks away, and the call ends in the background when its connection is taken from it.
/// </summary>
internal static class DetachedCall
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Starts the call and waits for it. Returns true with its result; false when the deadline passed or <paramref name="stop"/>
    /// said so, with the call left behind. What the call throws is thrown here.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="name">Name of the thread, for whoever looks at a dump.</param>
    /// <param name="deadline">Until when to wait.</param>
    /// <param name="stop">Asked four times a second on the caller's thread; true ends the wait.</param>
    /// <param name="releaseLate">Gets a result that nobody waits for any more.</param>
    /// <param name="result">The result.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the call was left behind.</exception>
    public static bool TryRun<T>(Func<T> call, string name, Deadline deadline, Func<bool>? stop, Action<T>? releaseLate, out T result, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>();
        new Thread(() => Complete(completion, call)) { IsBackground = true, Name = name }.Start();
        var ended = Task.WhenAny(completion.Task);
        try
        {
            while (!ended.Wait((int)Math.Ceiling(Shorter(deadline.Left, Heartbeat).TotalMilliseconds), cancellationToken))
            {
                if (deadline.Left == TimeSpan.Zero || stop?.Invoke() == true)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            LeaveBehind(completion.Task, releaseLate);
            throw;
        }

        if (completion.Task.IsCompleted)
        {
            result = completion.Task.GetAwaiter().GetResult();
            return true;
        }

        LeaveBehind(completion.Task, releaseLate);
        result = default!;
        return false;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static void Complete<T>(TaskCompletionSource<T> completion, Func<T> call)
    {
        try
        {
            completion.SetResult(call());
        }
        catch (Exception error)
        {
            completion.SetException(error);
        }
    }

    private static void LeaveBehind<T>(Task<T> task, Action<T>? releaseLate) => task.ContinueWith(
        late =>
        {
            // Looking at the exception marks it as seen: it has nobody to go to.
            if (late.Exception is null)
            {
                releaseLate?.Invoke(late.Result);
            }
        },
        TaskScheduler.Default);
}
