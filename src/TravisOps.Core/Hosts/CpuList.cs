using System.Globalization;

namespace TravisOps.Hosts;

/// <summary>Reads the kernel's list format of CPUs, such as <c>0-3,8-11</c> (cpuset(7)).</summary>
public static class CpuList
{
    private const int MostCpus = 65536;

    /// <summary>How many CPUs the list names; null when it is not such a list.</summary>
    public static int? Count(string text)
    {
        var count = 0;
        foreach (var part in text.Trim().Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[ends.Length - 1]) is not { } last || last < first)
            {
                return null;
            }

            count += last - first + 1;
        }

        return count;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MostCpus ? number : null;
}
