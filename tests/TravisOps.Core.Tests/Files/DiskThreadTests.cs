using System;
using System.IO;
using System.Threading;
using TravisOps.Core.Tests.Installations;
using TravisOps.Files;
using Xunit;

namespace TravisOps.Core.Tests.Files;

/// <summary>A disk that does not answer is stood in for by a call that waits for the test.</summary>
public class DiskThreadTests
{
    private static readonly DiskPatience Short = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));

    [Fact]
    public void What_was_asked_comes_back_and_so_does_the_error()
    {
        using DiskThread disk = new("/mnt/share");

        Assert.Equal(42, disk.Run(() => 42));
        var error = Assert.Throws<FileNotFoundException>(() => disk.Run(() => throw new FileNotFoundException("no such file", "one")));
        Assert.Equal("one", error.FileName);
        Assert.Equal(43, disk.Run(() => 43));
        Assert.False(disk.IsSilent);
    }

    [Fact]
    public void A_call_that_does_not_come_back_is_an_error_and_nothing_more_is_asked()
    {
        using ManualResetEventSlim answer = new();
        using DiskThread disk = new("/mnt/share", Short);

        var error = Assert.Throws<DiskSilentException>(() => disk.Run(answer.Wait));
        var asked = false;
        Assert.Throws<DiskSilentException>(() => disk.Run(() => { asked = true; }));

        Assert.Equal("'/mnt/share' has not answered for 0 s.", error.Message);
        Assert.True(disk.IsSilent);
        answer.Set();
        Assert.False(asked);
    }

    /// <summary>Nobody waits for it; an error of it goes nowhere, and does not end the process.</summary>
    [Fact]
    public void What_cleans_up_is_done_when_a_silent_disk_answers_again()
    {
        using ManualResetEventSlim answer = new();
        using ManualResetEventSlim cleaned = new();
        using DiskThread disk = new("/mnt/share", Short);
        Assert.Throws<DiskSilentException>(() => disk.Run(answer.Wait));

        disk.End(() =>
        {
            cleaned.Set();
            throw new IOException("gone");
        });
        Assert.False(cleaned.IsSet);
        answer.Set();

        cleaned.Wait(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_is_under_way_is_the_last_when_it_hangs_itself()
    {
        using ManualResetEventSlim answer = new();
        using DiskThread disk = new("/mnt/share", Short);

        disk.End(() => answer.Wait());

        Assert.True(disk.IsSilent);
        answer.Set();
    }

    [Fact]
    public void A_file_is_read_as_it_is_from_any_place()
    {
        using TemporaryFolder folder = new();
        var content = new byte[700_001];
        new Random(7).NextBytes(content);
        File.WriteAllBytes(folder.File("data"), content);

        using var stream = PatientStream.OpenRead(folder.File("data"));
        using MemoryStream all = new();
        stream.CopyTo(all, 1000);
        stream.Position = 699_990;
        var tail = new byte[100];

        Assert.Equal(content, all.ToArray());
        Assert.Equal(11, stream.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false));
        Assert.Equal(content[699_990..], tail[..11]);
        Assert.Throws<FileNotFoundException>(() => PatientStream.OpenRead(folder.File("none")));
    }
}
