using System;
using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

public sealed class HostClockTests
{
    [Theory]
    [InlineData("2017-10-25 08:15:00", "2017-10-25 06:15:00", 0)]
    [InlineData("2017-12-25 08:15:00", "2017-12-25 07:15:00", 0)]
    [InlineData("2017-01-25 08:15:00", "2017-01-25 07:15:00", 1)]
    [InlineData("2017-10-29 01:59:59", "2017-10-28 23:59:59", 0)]
    [InlineData("2017-10-29 02:30:00", "2017-10-29 00:30:00", 1)]
    [InlineData("2017-10-29 03:00:00", "2017-10-29 02:00:00", 0)]
    [InlineData("2017-03-26 02:30:00", "2017-03-26 01:30:00", 1)]
    public void Local_times_with_the_doubt_that_summer_leaves(string local, string utc, int hours)
    {
        var (time, uncertainty) = Clock(EnvironmentSample.Berlin)!.ToUtc(Time(local), null);

        Assert.Equal((Time(utc), TimeSpan.FromHours(hours)), (time, uncertainty));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    [Fact]
    public void The_entry_before_it_decides_in_the_hour_that_comes_twice()
    {
        // 00:50 UTC was 02:50 in summer time: what the log has behind it at 02:10 is of the second hour.
        var (time, uncertainty) = Clock(EnvironmentSample.Berlin)!.ToUtc(Time("2017-10-29 02:10:00"), Time("2017-10-29 00:50:00"));

        Assert.Equal((Time("2017-10-29 01:10:00"), TimeSpan.Zero), (time, uncertainty));
    }

    [Theory]
    [InlineData("now 1508919300 -0330 NDT", "11:45:00", 1)]
    [InlineData("now 1508919300 +0000 UTC\nzone Etc/UTC", "08:15:00", 0)]
    public void Without_the_changes_the_present_offset_stands_and_the_doubt_is_told(string told, string utc, int hours)
    {
        var (time, uncertainty) = Clock(told)!.ToUtc(Time("2017-10-25 08:15:00"), null);

        Assert.Equal((Time("2017-10-25 " + utc), TimeSpan.FromHours(hours)), (time, uncertainty));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zone Europe/Berlin")]
    [InlineData("now soon +9999 X")]
    [InlineData("shift x y z a b c")]
    public void What_does_not_tell_the_offset_is_no_clock(string told) => Assert.Null(Clock(told));

    [Fact]
    public void The_time_service_is_told()
    {
        var clock = Clock(EnvironmentSample.Berlin)!;

        Assert.Equal(("Europe/Berlin", true, "ntpd"), (clock.Zone, clock.Synchronized, string.Join(' ', clock.Services)));
        Assert.False(Clock("now 1 +0000 UTC\ntimedatectl System clock synchronized: no")!.Synchronized);
        Assert.Null(Clock("now 1 +0000 UTC")!.Synchronized);
    }

    private static HostClock? Clock(string told) => HostClock.Parse(Sample.Worker.With(EnvironmentSample.Clock, told + "\n").Evidence().Find("clock"));

    private static DateTime Time(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal);
}
