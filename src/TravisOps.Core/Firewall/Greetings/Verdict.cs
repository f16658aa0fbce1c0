using TravisOps.Checks;

namespace TravisOps.Firewall.Greetings;

/// <summary>What a greeting means.</summary>
/// <param name="State">Open or WrongService.</param>
/// <param name="Status">Pass where all is in order.</param>
/// <param name="Detail">Who answered, or why nobody did.</param>
internal sealed record Verdict(PortState State, CheckStatus Status, string Detail)
{
    /// <summary>What is wrong, for the message; null where all is in order.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do; null stands for what the state calls for.</summary>
    public string? Remedy { get; init; }

    public static Verdict Good(string detail) => new(PortState.Open, CheckStatus.Pass, detail);

    public static Verdict Wrong(string detail) => new(PortState.WrongService, CheckStatus.Fail, detail);

    /// <summary>Both hold: the worse status leads, the details follow one another.</summary>
    public Verdict And(Verdict other)
    {
        var first = Severity(other.Status) > Severity(Status) ? other : this;
        return first with
        {
            State = State == PortState.Open ? other.State : State,
            Detail = Detail.Length == 0 ? other.Detail : other.Detail.Length == 0 ? Detail : Detail + "; " + other.Detail,
            Problem = Problem is null ? other.Problem : other.Problem is null ? Problem : Problem + "; " + other.Problem,
        };
    }

    private static int Severity(CheckStatus status) => status switch
    {
        CheckStatus.Fail => 3,
        CheckStatus.Unknown => 2,
        CheckStatus.Warn => 1,
        _ => 0,
    };
}
