using System;
using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class ClockCheck() : Check(
    "Host.Clock",
    "The host's clock against the clock of the machine that runs the preflight",
    "5 s apart at the most; above 60 s it fails",
    Manual.None + "; our limits: logs of two machines can't be compared otherwise, while builds, TLS and AMQP bear more")
{
    private const string SetClock =
        "sudo timedatectl set-ntp true || sudo ntpdate -u pool.ntp.org   # when every host shows the same offset, it is this machine's clock that is wrong";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (host.Connection.ClockOffset is not { } offset)
        {
            yield return new Finding(CheckStatus.Unknown, "Could not be looked at: the host did not tell its time.")
            {
                Remedy = "Compare by hand: date -u",
            };
            yield break;
        }

        var seconds = Math.Abs(offset.TotalSeconds);
        var status = seconds > Requirements.ClockFailSeconds ? CheckStatus.Fail
            : seconds > Requirements.ClockWarnSeconds ? CheckStatus.Warn
            : CheckStatus.Pass;
        var direction = offset < TimeSpan.Zero ? "behind" : "ahead of";
        var what = $"{Quantity.Seconds(offset)} {direction}";
        var so = status == CheckStatus.Pass
            ? string.Empty
            : "; log lines of the two can't be compared as they stand, and certificates may seem expired or not yet valid";
        yield return new Finding(status, $"The clock is {what} this machine's{so}.")
        {
            Actual = what + " this machine",
            Remedy = status == CheckStatus.Pass ? null : SetClock,
            Line = "clock offset " + what,
        };
    }
}
