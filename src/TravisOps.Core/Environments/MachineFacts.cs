using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>What the probe item <c>machine</c> tells. Null is what it did not tell.</summary>
internal sealed record MachineFacts
{
    public string? Architecture { get; init; }

    public string? Processor { get; init; }

    /// <summary>The processor says whether a hypervisor is below it (CPUID, shown as a flag); null when it shows no flags.</summary>
    public bool? Hypervisor { get; init; }

    /// <summary>When the kernel started, UTC.</summary>
    public DateTime? Booted { get; init; }

    /// <summary>The word of systemd-detect-virt, <c>none</c> included.</summary>
    public string? Virtualization { get; init; }

    /// <summary>Files and folders that an IaaS leaves.</summary>
    public IReadOnlyList<string> Signs { get; init; } = [];

    /// <summary>The kernel shows no DMI, as on most ARM machines and paravirtual Xen.</summary>
    public bool WithoutDmi { get; init; }

    /// <summary>When a reboot was first wanted, UTC; null when none is.</summary>
    public DateTime? RebootWantedSince { get; init; }

    /// <summary>The packages that want it.</summary>
    public IReadOnlyList<string> RebootWantedBy { get; init; } = [];

    /// <summary>Null when the item is not there or nothing of it can be read.</summary>
    public static MachineFacts? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected || item.Text.Trim().Length == 0)
        {
            return null;
        }

        var facts = new MachineFacts();
        var signs = new List<string>();
        foreach (var line in TextLines.Of(item.Text))
        {
            var space = line.IndexOf(' ');
            var value = space < 0 ? string.Empty : line.Substring(space + 1).Trim();
            switch (space < 0 ? line : line.Substring(0, space))
            {
                case "arch" when value.Length > 0:
                    facts = facts with { Architecture = value };
                    break;
                case "cpu" when value.Length > 0:
                    facts = facts with { Processor = string.Join(" ", value.Split([' '], StringSplitOptions.RemoveEmptyEntries)) };
                    break;
                case "hypervisor" when value is "yes" or "no":
                    facts = facts with { Hypervisor = value == "yes" };
                    break;
                case "boot":
                    facts = facts with { Booted = UnixTime.Parse(value) };
                    break;
                case "virt" when value.Length > 0:
                    facts = facts with { Virtualization = value };
                    break;
                case "sign":
                    signs.Add(value);
                    break;
                case "dmi":
                    facts = facts with { WithoutDmi = value == "none" };
                    break;
                case "reboot-required":
                    var words = value.Split([' '], StringSplitOptions.RemoveEmptyEntries);
                    facts = facts with { RebootWantedSince = words.Length == 0 ? null : UnixTime.Parse(words[0]), RebootWantedBy = [.. words.Skip(1)] };
                    break;
            }
        }

        return facts with { Signs = signs };
    }
}
