using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.KnownIssues;

/// <summary>
/// The four-byte pieces that stand for the patterns in the search: each pattern has one of its texts with one of these in it. They are
/// chosen to be few (many messages share <c>dn't</c>) and to be rare in a log where nothing is wrong, because each one that is found costs
/// a look at its line.
/// </summary>
internal sealed class GramSet
{
    /// <summary>Bytes of a piece.</summary>
    public const int Length = 4;

    // What a healthy worker and a healthy platform log all day.
    private const string Ordinary = """
        time="2018-04-18T12:14:22Z" level=info msg="received amqp delivery" pid=1 self=amqp_job_queue processor=aa-bb@1.worker job_id=42 uuid=0-1
        time="2018-04-18T12:14:22Z" level=info msg="sent job to output channel" job_id=42 job_path=job repository=travis-ci/travis-build source=amqp
        time="2018-04-18T12:14:22Z" level=info msg="starting job" pid=1 self=step_start_instance component=processor state=started pool_size=2
        time="2018-04-18T12:14:22Z" level=info msg="starting instance" msg="started instance" boot_time=4s msg="uploaded script" msg="marked job as started"
        time="2018-04-18T12:14:22Z" level=info msg="running script" msg="finished script" msg="finishing job" msg="finished job" msg="stopped instance"
        time="2018-04-18T12:14:22Z" level=info msg="cleaning up" msg="worker started" msg="setting up heartbeat" msg="starting signal handler loop"
        time="2018-04-18T12:14:22Z" level=warning msg="selected image name" image_name=travis:default level=error err= msg="sent script to instance" level=debug
        I TID=70123456789012 app[scheduler]: request build created job event payload commit branch master user owner type=github_status response_status=200
        2019-04-24T21:27:07.161835448Z INFO 2019-04-24T21:27:07+00:00 daemon/daemon.go:54 Starting Replicated version container image server error connection tcp
        """;

    private GramSet(IReadOnlyList<int> grams, IReadOnlyList<IReadOnlyList<int>> patterns)
    {
        Grams = grams;
        Patterns = patterns;
    }

    /// <summary>The pieces, each as the number that four bytes make, the first being the lowest.</summary>
    public IReadOnlyList<int> Grams { get; }

    /// <summary>For each piece the numbers of the patterns that it stands for.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Patterns { get; }

    /// <summary>Chooses the pieces. Deterministic.</summary>
    public static GramSet For(IReadOnlyList<LinePattern> patterns)
    {
        var score = Scores();
        var open = new Dictionary<int, List<int>>();
        for (var number = 0; number < patterns.Count; number++)
        {
            foreach (var gram in patterns[number].Parts.SelectMany(GramsOf).Distinct())
            {
                (open.TryGetValue(gram, out var list) ? list : open[gram] = []).Add(number);
            }
        }

        var grams = new List<int>();
        var groups = new List<IReadOnlyList<int>>();
        var left = new HashSet<int>(Enumerable.Range(0, patterns.Count));
        while (left.Count > 0)
        {
            // The cheapest a pattern; of equals the lowest number, so that every run chooses the same.
            var best = open.OrderBy(one => score(one.Key) / one.Value.Count(left.Contains)).ThenBy(one => one.Key).First();
            grams.Add(best.Key);
            groups.Add([.. best.Value.Where(left.Contains)]);
            left.ExceptWith(best.Value);
            foreach (var gram in open.Where(one => !one.Value.Any(left.Contains)).Select(one => one.Key).ToList())
            {
                open.Remove(gram);
            }
        }

        return new GramSet(grams, groups);
    }

    /// <summary>Four bytes as a number, the first being the lowest.</summary>
    public static int At(byte[] bytes, int index) => bytes[index] | (bytes[index + 1] << 8) | (bytes[index + 2] << 16) | (bytes[index + 3] << 24);

    private static IEnumerable<int> GramsOf(byte[] text)
    {
        for (var i = 0; i + Length <= text.Length; i++)
        {
            yield return At(text, i);
        }
    }

    /// <summary>How often a piece is to be expected: seen in ordinary lines, or by its letters, most of all the pairs of them.</summary>
    private static Func<int, double> Scores()
    {
        var ordinary = Encoding.ASCII.GetBytes(Ordinary);
        var seen = GramsOf(ordinary).GroupBy(gram => gram).ToDictionary(group => group.Key, group => group.Count());
        var letters = new double[256];
        foreach (var letter in ordinary)
        {
            letters[letter]++;
        }

        return gram =>
        {
            var chance = 1e-9 + Enumerable.Range(0, Length).Aggregate(1.0, (product, i) => product * ((letters[(gram >> (8 * i)) & 255] + 0.2) / ordinary.Length));
            return (seen.TryGetValue(gram, out var count) ? count : 0) + (chance * ordinary.Length) + 0.02;
        };
    }
}
