using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TravisOps.Evidence;

namespace TravisOps.Probing;

/// <summary>Reads the answer of a <see cref="ProbeScript"/>. Never throws for what a host sent: what is missing is <see cref="EvidenceStatus.Lost"/>.</summary>
public static class ProbeReader
{
    private const int MaxNoise = 1000;

    /// <summary>The answers.</summary>
    /// <param name="output">What the script wrote on standard output, or as much of it as arrived.</param>
    /// <param name="errors">What it wrote on standard error, or as much of it as arrived.</param>
    /// <param name="nonce">The nonce that the script was built with.</param>
    /// <param name="plan">The plan that it was built from.</param>
    /// <exception cref="ArgumentException">The plan or the nonce breaks a rule.</exception>
    public static ProbeAnswer Read(byte[] output, string errors, string nonce, IReadOnlyList<ProbeItem> plan)
    {
        if (output is null)
        {
            throw new ArgumentNullException(nameof(output));
        }

        if (errors is null)
        {
            throw new ArgumentNullException(nameof(errors));
        }

        ProbePlanRules.Check(plan);
        ProbeNonce.Check(nonce);
        var frames = ProbeFrame.Find(output, nonce, out var noise);
        var reading = new Reading(output, ErrorFrames.Read(errors, nonce), nonce, plan, frames);
        return reading.Run() with { Noise = RawText.Head(output, 0, noise, MaxNoise).Trim() };
    }

    // The marks of a run come in an order that the plan fixes. A mark out of order means that something else wrote to the
    // answer, so nothing behind it is believed.
    private sealed class Reading(byte[] output, IReadOnlyDictionary<string, string> errors, string nonce, IReadOnlyList<ProbeItem> plan, IReadOnlyList<ProbeFrame> frames)
    {
        private readonly Dictionary<ProbeItem, EvidenceItem> _answers = [];
        private int _next;
        private string? _problem;
        private bool _hasTimeout;

        public ProbeAnswer Run()
        {
            var begin = Take('B', 3);
            var started = begin is not null && begin.Fields[0] == ProbeScript.Version;
            if (begin is not null && !started)
            {
                _problem = $"the answer has version {begin.Fields[0]}, and {ProbeScript.Version} is known";
            }

            ProbeFrame? end = null;
            if (started)
            {
                _hasTimeout = begin!.Fields[1] == "1";
                if (ReadFiles() && ReadItems())
                {
                    end = Take('Z', 1);
                }
            }

            if (_problem is null && _next < frames.Count)
            {
                _problem = $"mark '{frames[_next].Letter}' came where another was due";
            }

            var complete = end is not null && _problem is null;
            return new ProbeAnswer
            {
                Items = [.. plan.Select(item => _answers.TryGetValue(item, out var answer) ? answer : Bare(item, EvidenceStatus.Lost))],
                Started = started,
                Complete = complete,
                Problem = _problem,
                Clock = complete ? ReadClock(end!) : null,
                Elapsed = complete ? ProbeFrame.Uptime(end!.Fields[0]) - ProbeFrame.Uptime(begin!.Fields[2]) : null,
            };
        }

        private bool ReadFiles()
        {
            var files = plan.Where(ProbeScript.IsBatched).ToList();
            if (files.Count == 0)
            {
                return true;
            }

            var span = TakeSpan("f");
            if (span.Output is null)
            {
                return false;
            }

            var read = FileListing.Read(
                files, output, span.Output.BodyStart, span.Output.BodyLength, ErrorOf("f"), nonce, span.Duration ?? TimeSpan.Zero, span.Done is not null);
            foreach (var answer in read)
            {
                _answers[answer.Key] = answer.Value;
            }

            return span.Done is not null;
        }

        private bool ReadItems()
        {
            for (var index = 0; index < plan.Count; index++)
            {
                var item = plan[index];
                if (ProbeScript.IsBatched(item))
                {
                    continue;
                }

                if (!ReadItem(item, index.ToString(CultureInfo.InvariantCulture), out var answer))
                {
                    _answers[item] = answer;
                    return false;
                }

                _answers[item] = answer;
            }

            return true;
        }

        // False when its frames are not all there; what had arrived is kept.
        private bool ReadItem(ProbeItem item, string id, out EvidenceItem answer)
        {
            if (item.Gate is not null && Take('s', 2, id) is { } skipped)
            {
                answer = Bare(item, EvidenceStatus.Skipped) with { SkippedAfter = NameOf(skipped.Fields[1]) };
                return true;
            }

            answer = Bare(item, EvidenceStatus.Lost);
            var span = TakeSpan(id);
            if (span.Output is null)
            {
                return false;
            }

            answer = answer with
            {
                Text = RawText.Head(output, span.Output.BodyStart, span.Output.BodyLength, item.MaxBytes),
                Truncated = span.Output.BodyLength > item.MaxBytes,
            };
            if (span.Done is null)
            {
                return false;
            }

            answer = AnswerJudge.Judge(answer with { ErrorText = ErrorOf(id) }, item, span.Done, span.Duration, _hasTimeout);
            return true;
        }

        private string? NameOf(string id) =>
            int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < plan.Count ? plan[index].Name : null;

        private string ErrorOf(string id) => errors.TryGetValue(id, out var error) ? error : string.Empty;

        private (ProbeFrame? Output, ProbeFrame? Done, TimeSpan? Duration) TakeSpan(string id)
        {
            var begin = Take('C', 2, id);
            var done = begin is null ? null : Take('x', 3, id);
            return (begin, done, done is null ? null : ProbeFrame.Uptime(done.Fields[2]) - ProbeFrame.Uptime(begin!.Fields[1]));
        }

        private ProbeFrame? Take(char letter, int fields, string? id = null)
        {
            if (_next == frames.Count)
            {
                return null;
            }

            var frame = frames[_next];
            if (frame.Letter != letter || frame.Fields.Length != fields || (id is not null && frame.Fields[0] != id))
            {
                return null;
            }

            _next++;
            return frame;
        }

        private DateTime? ReadClock(ProbeFrame end)
        {
            // "1760000000.123456789"; a date without %N leaves the fraction out or prints it as it stands.
            var words = Encoding.ASCII.GetString(output, end.BodyStart, Math.Min(end.BodyLength, 64)).Split('\n')[0].Trim().Split('.');
            if (!long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
            {
                return null;
            }

            var ticks = words.Length == 2 && words[1].Length == 9 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
                ? nanoseconds / 100
                : 0;
            return new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds).AddTicks(ticks);
        }

        private static EvidenceItem Bare(ProbeItem item, EvidenceStatus status) => new() { Name = item.Name, Source = item.Source, Status = status };
    }
}
