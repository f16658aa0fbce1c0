using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace TravisOps.Benchmarks;

/// <summary>A worker's log as it becomes in days: jobs that go well, and now and then one of the usual troubles.</summary>
internal static class WorkerLogFile
{
    private static readonly string[] s_messages =
    [
        "received amqp delivery", "sent job to output channel", "starting job", "starting instance", "started instance", "uploaded script", "marked job as started",
        "running script", "finished script", "finishing job", "finished job", "stopped instance", "cleaning up",
    ];

    /// <summary>Writes one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="size">Its bytes, up to the end of a job.</param>
    /// <param name="trouble">A line beside the usual trouble, such as one that tells a secret.</param>
    /// <returns>Its lines.</returns>
    public static long Write(string path, long size, string? trouble = null)
    {
        var random = new Random(4);
        var time = new DateTime(2018, 4, 18, 0, 0, 0, DateTimeKind.Utc);
        long lines = 0;
        using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        for (var job = 1; file.BaseStream.Position < size; job++)
        {
            foreach (var message in s_messages)
            {
                time = time.AddSeconds(random.Next(3));
                file.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"time=\"{time:yyyy-MM-ddTHH:mm:ss}Z\" level=info msg=\"{message}\" job_id={job} job_path=acme/site-{job % 97}/jobs/{job} pid=1 processor={random.NextInt64():x16}@1.worker-1 repository=acme/site-{job % 97} self=step_start_instance uuid={random.NextInt64():x16}"));
                lines++;
            }

            if (job % 150 == 0)
            {
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time=\"{time:yyyy-MM-ddTHH:mm:ss}Z\" level=error msg=\"couldn't start instance, attempting requeue\" err=\"not enough free CPUsets\" job_id={job}"));
                lines++;
                if (trouble is not null)
                {
                    file.WriteLine(trouble);
                    lines++;
                }
            }
        }

        return lines;
    }
}
