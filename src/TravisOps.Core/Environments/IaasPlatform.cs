namespace TravisOps.Environments;

/// <summary>Where a machine runs (facts 11).</summary>
public enum IaasPlatform
{
    /// <summary>It can't be known from what the machine tells.</summary>
    Unknown,

    /// <summary>No hypervisor and no cloud's mark: a machine of its own.</summary>
    None,

    /// <summary>Amazon EC2.</summary>
    AmazonEC2,

    /// <summary>Looks like EC2 to software and is another provider's: Brightbox, ZStack, e24cloud, Tilaa or 3DS Outscale.</summary>
    EC2LookAlike,

    /// <summary>Microsoft Azure.</summary>
    Azure,

    /// <summary>Hyper-V that is not known to be Azure.</summary>
    HyperV,

    /// <summary>Google Compute Engine.</summary>
    GoogleComputeEngine,

    /// <summary>DigitalOcean.</summary>
    DigitalOcean,

    /// <summary>OpenStack, whoever runs it.</summary>
    OpenStack,

    /// <summary>VMware.</summary>
    VMware,

    /// <summary>Hetzner.</summary>
    Hetzner,

    /// <summary>Scaleway.</summary>
    Scaleway,

    /// <summary>Vultr.</summary>
    Vultr,

    /// <summary>UpCloud.</summary>
    UpCloud,

    /// <summary>Linode, which is Akamai's.</summary>
    Linode,

    /// <summary>Alibaba Cloud.</summary>
    AlibabaCloud,

    /// <summary>KVM or QEMU of nobody that is known.</summary>
    Kvm,

    /// <summary>Xen of nobody that is known.</summary>
    Xen,

    /// <summary>VirtualBox.</summary>
    VirtualBox,

    /// <summary>A container: the machine below can't be seen from in it.</summary>
    Container,
}
