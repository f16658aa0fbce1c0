using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace TravisOps.Benchmarks;

/// <summary>
/// A point-to-point link of two TUN devices, one here and one in a network namespace, that holds every packet for a fixed time in each
/// direction. It does what <c>tc netem delay</c> does, on kernels that are built without netem; TCP on it is the kernel's own,
/// so that a handshake costs a round trip too.
/// </summary>
internal sealed class DelayedLink : IDisposable
{
    private const ulong TunSetInterface = 0x400454ca;
    private const short TunWithoutPacketInfo = 0x0001 | 0x1000;
    private const int ReadWrite = 2;
    private const int LargestPacket = 65536;

    private readonly FileStream _here;
    private readonly FileStream _there;
    private readonly BlockingCollection<(long Due, byte[] Packet)> _toThere = new(new ConcurrentQueue<(long, byte[])>());
    private readonly BlockingCollection<(long Due, byte[] Packet)> _toHere = new(new ConcurrentQueue<(long, byte[])>());
    private readonly long _delayTicks;

    /// <summary>Makes the two devices and starts to carry packets; addresses and the namespace are the caller's to give.</summary>
    /// <param name="hereName">Name of the device on this side.</param>
    /// <param name="thereName">Name of the device that the caller moves into the namespace.</param>
    /// <param name="oneWay">How long a packet is held in each direction: half the round trip.</param>
    public DelayedLink(string hereName, string thereName, TimeSpan oneWay)
    {
        _delayTicks = (long)(oneWay.TotalSeconds * Stopwatch.Frequency);
        _here = Open(hereName);
        _there = Open(thereName);
        Start(() => Receive(_here, _toThere));
        Start(() => Receive(_there, _toHere));
        Start(() => Send(_there, _toThere));
        Start(() => Send(_here, _toHere));
    }

    /// <summary>Takes both devices away.</summary>
    public void Dispose()
    {
        _toThere.CompleteAdding();
        _toHere.CompleteAdding();
        _here.Dispose();
        _there.Dispose();
    }

    private static void Start(ThreadStart work) => new Thread(work) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();

    private static FileStream Open(string name)
    {
        var descriptor = NativeMethods.Open("/dev/net/tun", ReadWrite);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "Opening /dev/net/tun failed");
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var request = new byte[40];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(16), TunWithoutPacketInfo);
        if (NativeMethods.Control(descriptor, TunSetInterface, request) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Making the device {name} failed");
        }

        return new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
    }

    private void Receive(FileStream device, BlockingCollection<(long Due, byte[] Packet)> queue)
    {
        var buffer = new byte[LargestPacket];
        try
        {
            while (true)
            {
                var length = device.Read(buffer, 0, buffer.Length);
                queue.Add((Stopwatch.GetTimestamp() + _delayTicks, buffer.AsSpan(0, length).ToArray()));
            }
        }
        catch (Exception error) when (error is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The link was taken down.
        }
    }

    private static void Send(FileStream device, BlockingCollection<(long Due, byte[] Packet)> queue)
    {
        try
        {
            foreach (var (due, packet) in queue.GetConsumingEnumerable())
            {
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }

                Deliver(device, packet);
            }
        }
        catch (ObjectDisposedException)
        {
            // The link was taken down.
        }
    }

    private static void Deliver(FileStream device, byte[] packet)
    {
        try
        {
            device.Write(packet, 0, packet.Length);
        }
        catch (IOException)
        {
            // The device is not up yet: a packet for it is lost, as on any network.
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int Open(string path, int flags);

        [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int Control(int descriptor, ulong request, byte[] argument);
    }
}
