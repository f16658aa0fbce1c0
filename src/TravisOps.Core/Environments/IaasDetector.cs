using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Environments;

/// <summary>
/// Where a machine runs, by what it tells without the network (facts 11). The firmware's words (DMI) come first: an image that was moved from one
/// cloud to another keeps what cloud-init wrote.
/// </summary>
public static class IaasDetector
{
    /// <summary>"MSFT AZURE VM" in the numbers of the letters, which Azure puts into every machine's asset tag.</summary>
    private const string AzureTag = "7783-7084-3265-9085-8269-3286-77";

    private static readonly Regex EC2Uuid = new("^(?:[Ee][Cc]2|[0-9A-Fa-f]{4}2[0-9A-Fa-f][Ee][Cc]-)", RegexOptions.CultureInvariant);

    private static readonly string[] OpenStackTags = ["OpenStack Nova", "OpenStack Compute", "OpenTelekomCloud", "SAP CCloud VM", "HUAWEICLOUD", "Samsung Cloud Platform"];

    /// <summary>Providers whose machines look like EC2 to software, by their vendor (facts 11).</summary>
    private static readonly string[] LookAlikeVendors = ["e24cloud", "Tilaa", "3DS Outscale"];

    private static readonly (string Field, string Start, IaasPlatform Platform)[] Names =
    [
        ("product-name", "Google Compute Engine", IaasPlatform.GoogleComputeEngine),
        ("product-serial", "GoogleCloud-", IaasPlatform.GoogleComputeEngine),
        ("sys-vendor", "DigitalOcean", IaasPlatform.DigitalOcean),
        ("sys-vendor", "Hetzner", IaasPlatform.Hetzner),
        ("sys-vendor", "Scaleway", IaasPlatform.Scaleway),
        ("sys-vendor", "Vultr", IaasPlatform.Vultr),
        ("sys-vendor", "UpCloud", IaasPlatform.UpCloud),
        ("sys-vendor", "Linode", IaasPlatform.Linode),
        ("sys-vendor", "Akamai", IaasPlatform.Linode),
        ("product-name", "Alibaba Cloud ECS", IaasPlatform.AlibabaCloud),
        ("sys-vendor", "Alibaba Cloud", IaasPlatform.AlibabaCloud),
        ("product-name", "OpenStack Nova", IaasPlatform.OpenStack),
        ("product-name", "OpenStack Compute", IaasPlatform.OpenStack),
        ("sys-vendor", "VMware, Inc.", IaasPlatform.VMware),
        ("product-name", "VMware", IaasPlatform.VMware),
        ("product-name", "VirtualBox", IaasPlatform.VirtualBox),
        ("sys-vendor", "innotek GmbH", IaasPlatform.VirtualBox),
    ];

    private static readonly Dictionary<string, IaasPlatform> CloudIds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws"] = IaasPlatform.AmazonEC2,
        ["ec2"] = IaasPlatform.AmazonEC2,
        ["azure"] = IaasPlatform.Azure,
        ["gce"] = IaasPlatform.GoogleComputeEngine,
        ["digitalocean"] = IaasPlatform.DigitalOcean,
        ["openstack"] = IaasPlatform.OpenStack,
        ["vmware"] = IaasPlatform.VMware,
        ["hetzner"] = IaasPlatform.Hetzner,
        ["scaleway"] = IaasPlatform.Scaleway,
        ["vultr"] = IaasPlatform.Vultr,
        ["upcloud"] = IaasPlatform.UpCloud,
        ["akamai"] = IaasPlatform.Linode,
        ["aliyun"] = IaasPlatform.AlibabaCloud,
        ["alibaba"] = IaasPlatform.AlibabaCloud,
    };

    private static readonly string[] Containers = ["docker", "lxc", "lxc-libvirt", "podman", "systemd-nspawn", "openvz", "container-other", "rkt", "wsl"];

    /// <summary>The platform of a host, with what proves it. Never throws: without any signal it is Unknown with the reason.</summary>
    public static IaasFinding Detect(HostEvidence host)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var machine = MachineFacts.Parse(host.Find(EnvironmentItems.Machine.Name));
        var dmi = Dmi(host);
        var virtualization = Virtualization(machine, dmi);

        // A container shows the files of the machine below it, which says nothing about what is in it.
        if (machine?.Virtualization is { } word && Containers.Contains(word))
        {
            return new(IaasPlatform.Container, $"systemd-detect-virt: {word}", word);
        }

        var (platform, proof) = FromFirmware(dmi, machine) ?? FromXen(host) ?? FromCloudInit(host, machine, dmi) ?? FromHypervisor(dmi, machine) ?? Nothing(host, machine, dmi);
        return new(platform, proof, platform == IaasPlatform.None ? "none" : virtualization);
    }

    /// <summary>The firmware's fields that could be read and say something, by name without <c>dmi.</c></summary>
    private static Dictionary<string, string> Dmi(HostEvidence host) =>
        EnvironmentItems.Dmi
            .Select(item => (Name: item.Name.Substring(4), Value: host.Find(item.Name) is { Ok: true } answer ? PlainText.OneLine(answer.Text, 200) : string.Empty))
            .Where(field => field.Value.Length > 0)
            .ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private static (IaasPlatform, string)? FromFirmware(Dictionary<string, string> dmi, MachineFacts? machine)
    {
        if (Field(dmi, "product-serial").EndsWith(".brightbox.com", StringComparison.OrdinalIgnoreCase))
        {
            return (IaasPlatform.EC2LookAlike, Told(dmi, "product-serial") + " (Brightbox)");
        }

        if (Field(dmi, "chassis-asset-tag").EndsWith(".zstack.io", StringComparison.OrdinalIgnoreCase))
        {
            return (IaasPlatform.EC2LookAlike, Told(dmi, "chassis-asset-tag") + " (ZStack)");
        }

        if (LookAlikeVendors.Any(vendor => Starts(dmi, "sys-vendor", vendor)))
        {
            return (IaasPlatform.EC2LookAlike, Told(dmi, "sys-vendor"));
        }

        if (Starts(dmi, "sys-vendor", "Amazon EC2"))
        {
            return (IaasPlatform.AmazonEC2, Told(dmi, "sys-vendor"));
        }

        foreach (var field in new[] { "bios-version", "bios-vendor" })
        {
            if (Field(dmi, field).IndexOf("amazon", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return (IaasPlatform.AmazonEC2, Told(dmi, field));
            }
        }

        if (Field(dmi, "chassis-asset-tag") == AzureTag)
        {
            return (IaasPlatform.Azure, Told(dmi, "chassis-asset-tag"));
        }

        foreach (var (field, start, platform) in Names)
        {
            if (Starts(dmi, field, start))
            {
                return (platform, Told(dmi, field));
            }
        }

        if (OpenStackTags.FirstOrDefault(tag => Starts(dmi, "chassis-asset-tag", tag)) is not null)
        {
            return (IaasPlatform.OpenStack, Told(dmi, "chassis-asset-tag"));
        }

        if (Starts(dmi, "sys-vendor", "Microsoft Corporation") && Starts(dmi, "product-name", "Virtual Machine"))
        {
            // Any Hyper-V says so. Azure's agent is on images for Azure only.
            return machine?.Signs.FirstOrDefault(sign => sign.Contains("waagent")) is { } agent
                ? (IaasPlatform.Azure, $"{Told(dmi, "sys-vendor")}, and {agent} is there")
                : (IaasPlatform.HyperV, Told(dmi, "sys-vendor") + ", without Azure's asset tag or agent");
        }

        // The weakest sign last: a UUID is a random number on other machines, which one in some thousands of times begins alike.
        return EC2Uuid.IsMatch(Field(dmi, "product-uuid")) && IsXenOrSilent(dmi)
            ? (IaasPlatform.AmazonEC2, $"/sys/class/dmi/id/product_uuid begins with '{Field(dmi, "product-uuid").Substring(0, Math.Min(8, Field(dmi, "product-uuid").Length))}'")
            : null;
    }

    private static bool IsXenOrSilent(Dictionary<string, string> dmi) =>
        !dmi.ContainsKey("sys-vendor") || Starts(dmi, "sys-vendor", "Xen") || Starts(dmi, "sys-vendor", "Amazon");

    private static (IaasPlatform, string)? FromXen(HostEvidence host)
    {
        var item = host.Find(EnvironmentItems.HypervisorUuid.Name);
        return item is { Ok: true } && item.Text.Trim().StartsWith("ec2", StringComparison.OrdinalIgnoreCase)
            ? (IaasPlatform.AmazonEC2, "/sys/hypervisor/uuid begins with 'ec2'")
            : null;
    }

    private static (IaasPlatform, string)? FromCloudInit(HostEvidence host, MachineFacts? machine, Dictionary<string, string> dmi)
    {
        // Firmware that names a maker of real machines, and no hypervisor: whatever the image says, it does not run in a cloud any more.
        if (machine is { Hypervisor: false, Virtualization: "none" } && dmi.ContainsKey("sys-vendor"))
        {
            return null;
        }

        // The id is of this start; the data source stays in a copied image, and is taken only when the firmware is silent.
        if (host.Find(EnvironmentItems.CloudId.Name) is { Ok: true } id && CloudIds.TryGetValue(id.Text.Trim(), out var now))
        {
            return (now, $"{EnvironmentItems.CloudId.Source}: {id.Text.Trim()}");
        }

        if (dmi.Count == 0 && host.Find(EnvironmentItems.CloudDataSource.Name) is { Ok: true } source
            && CloudIds.FirstOrDefault(one => source.Text.IndexOf("DataSource" + one.Key, StringComparison.OrdinalIgnoreCase) >= 0) is { Key: not null } found)
        {
            return (found.Value, $"{EnvironmentItems.CloudDataSource.Source}: {source.Text.Trim()} (of the image's first start; no firmware tells otherwise)");
        }

        return null;
    }

    private static (IaasPlatform, string)? FromHypervisor(Dictionary<string, string> dmi, MachineFacts? machine)
    {
        if (Starts(dmi, "sys-vendor", "QEMU") || Starts(dmi, "product-name", "KVM") || Starts(dmi, "product-name", "Standard PC") || Starts(dmi, "sys-vendor", "Red Hat"))
        {
            return (IaasPlatform.Kvm, Told(dmi, dmi.ContainsKey("sys-vendor") ? "sys-vendor" : "product-name"));
        }

        if (Starts(dmi, "sys-vendor", "Xen"))
        {
            return (IaasPlatform.Xen, Told(dmi, "sys-vendor"));
        }

        var platform = machine?.Virtualization switch
        {
            "kvm" or "qemu" => IaasPlatform.Kvm,
            "xen" => IaasPlatform.Xen,
            "vmware" => IaasPlatform.VMware,
            "microsoft" => IaasPlatform.HyperV,
            "oracle" => IaasPlatform.VirtualBox,
            "amazon" => IaasPlatform.AmazonEC2,
            "google" => IaasPlatform.GoogleComputeEngine,
            _ => IaasPlatform.Unknown,
        };
        if (platform != IaasPlatform.Unknown)
        {
            return (platform, $"systemd-detect-virt: {machine!.Virtualization}");
        }

        return machine?.Signs.Contains("/proc/xen") == true ? (IaasPlatform.Xen, "/proc/xen is there") : null;
    }

    private static (IaasPlatform, string) Nothing(HostEvidence host, MachineFacts? machine, Dictionary<string, string> dmi)
    {
        var maker = Told(dmi, "sys-vendor");
        if (machine is { Hypervisor: false, Virtualization: null or "none" } && dmi.ContainsKey("sys-vendor"))
        {
            return (IaasPlatform.None, maker + ", and the processor tells of no hypervisor");
        }

        if (dmi.Count > 0)
        {
            return (IaasPlatform.Unknown, $"{(maker.Length > 0 ? maker : "The firmware names no vendor")}: it is of no platform that is known{(machine?.Hypervisor == true ? ", and a hypervisor is below" : string.Empty)}");
        }

        var denied = EnvironmentItems.Dmi.Any(item => host.Find(item.Name)?.Status == EvidenceStatus.Denied);
        return (IaasPlatform.Unknown, denied ? "the login may not read /sys/class/dmi/id"
            : machine is null ? "neither the firmware's fields nor the answer to 'machine' are in this evidence"
            : "there is no firmware information (DMI) on this machine, and no other sign");
    }

    private static string? Virtualization(MachineFacts? machine, Dictionary<string, string> dmi) => machine?.Virtualization
        ?? (Starts(dmi, "sys-vendor", "QEMU") || Starts(dmi, "product-name", "KVM") ? "kvm"
            : Starts(dmi, "sys-vendor", "Xen") ? "xen"
            : Starts(dmi, "sys-vendor", "VMware") ? "vmware"
            : Starts(dmi, "sys-vendor", "Microsoft Corporation") ? "microsoft"
            : Starts(dmi, "product-name", "VirtualBox") ? "oracle"
            : machine is { Hypervisor: true } ? "of a kind that is not told" : null);

    private static string Field(Dictionary<string, string> dmi, string name) => dmi.TryGetValue(name, out var value) ? value : string.Empty;

    private static bool Starts(Dictionary<string, string> dmi, string name, string start) => Field(dmi, name).StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static string Told(Dictionary<string, string> dmi, string name) => dmi.ContainsKey(name) ? $"/sys/class/dmi/id/{name.Replace('-', '_')}: {Field(dmi, name)}" : string.Empty;
}
