using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

public sealed class IaasDetectorTests
{
    [Theory]
    [InlineData("sys_vendor=Amazon EC2", IaasPlatform.AmazonEC2, "sys_vendor: Amazon EC2")]
    [InlineData("sys_vendor=Xen;bios_version=4.2.amazon", IaasPlatform.AmazonEC2, "bios_version: 4.2.amazon")]
    [InlineData("sys_vendor=Xen;product_uuid=EC2E1916-9099-7CAF-FD21-012345ABCDEF", IaasPlatform.AmazonEC2, "product_uuid")]
    [InlineData("sys_vendor=Xen;product_uuid=45E12AEC-DCD1-B213-94ED-012345ABCDEF", IaasPlatform.AmazonEC2, "product_uuid")]
    [InlineData("sys_vendor=Xen;product_uuid=11111111-DCD1-B213-94ED-012345ABCDEF", IaasPlatform.Xen, "sys_vendor: Xen")]
    [InlineData("sys_vendor=Dell Inc.;product_uuid=EC2E1916-9099-7CAF-FD21-012345ABCDEF", IaasPlatform.Unknown, "Dell")]
    [InlineData("sys_vendor=Xen;bios_version=4.2.amazon;product_serial=srv-abc.gb1.brightbox.com", IaasPlatform.EC2LookAlike, "Brightbox")]
    [InlineData("sys_vendor=Xen;chassis_asset_tag=www.zstack.io;product_uuid=EC2E1916-9099-7CAF-FD21-012345ABCDEF", IaasPlatform.EC2LookAlike, "ZStack")]
    [InlineData("sys_vendor=e24cloud;product_uuid=EC2E1916-9099-7CAF-FD21-012345ABCDEF", IaasPlatform.EC2LookAlike, "e24cloud")]
    [InlineData("sys_vendor=3DS Outscale;bios_version=4.2.amazon", IaasPlatform.EC2LookAlike, "Outscale")]
    [InlineData("sys_vendor=Microsoft Corporation;product_name=Virtual Machine;chassis_asset_tag=7783-7084-3265-9085-8269-3286-77", IaasPlatform.Azure, "chassis_asset_tag")]
    [InlineData("sys_vendor=Microsoft Corporation;product_name=Virtual Machine", IaasPlatform.HyperV, "without Azure")]
    [InlineData("sys_vendor=Microsoft Corporation;product_name=Virtual Machine;sign=/etc/waagent.conf", IaasPlatform.Azure, "/etc/waagent.conf is there")]
    [InlineData("sys_vendor=Google;product_name=Google Compute Engine", IaasPlatform.GoogleComputeEngine, "product_name")]
    [InlineData("product_serial=GoogleCloud-0123", IaasPlatform.GoogleComputeEngine, "product_serial")]
    [InlineData("sys_vendor=DigitalOcean;product_name=Droplet", IaasPlatform.DigitalOcean, "sys_vendor: DigitalOcean")]
    [InlineData("sys_vendor=OpenStack Foundation;product_name=OpenStack Nova", IaasPlatform.OpenStack, "product_name")]
    [InlineData("sys_vendor=Huawei;chassis_asset_tag=HUAWEICLOUD", IaasPlatform.OpenStack, "HUAWEICLOUD")]
    [InlineData("sys_vendor=VMware, Inc.;product_name=VMware7,1", IaasPlatform.VMware, "VMware, Inc.")]
    [InlineData("sys_vendor=Hetzner;product_name=vServer", IaasPlatform.Hetzner, "Hetzner")]
    [InlineData("sys_vendor=Scaleway", IaasPlatform.Scaleway, "Scaleway")]
    [InlineData("sys_vendor=Vultr", IaasPlatform.Vultr, "Vultr")]
    [InlineData("sys_vendor=UpCloud", IaasPlatform.UpCloud, "UpCloud")]
    [InlineData("sys_vendor=Akamai", IaasPlatform.Linode, "Akamai")]
    [InlineData("sys_vendor=Alibaba Cloud;product_name=Alibaba Cloud ECS", IaasPlatform.AlibabaCloud, "product_name")]
    [InlineData("sys_vendor=QEMU;product_name=Standard PC (i440FX + PIIX, 1996)", IaasPlatform.Kvm, "QEMU")]
    [InlineData("sys_vendor=innotek GmbH;product_name=VirtualBox", IaasPlatform.VirtualBox, "product_name: VirtualBox")]
    [InlineData("uuid=ec2f0000-0000-0000-0000-000000000000", IaasPlatform.AmazonEC2, "/sys/hypervisor/uuid")]
    [InlineData("virt=kvm", IaasPlatform.Kvm, "systemd-detect-virt: kvm")]
    [InlineData("sign=/proc/xen", IaasPlatform.Xen, "/proc/xen")]
    [InlineData("virt=docker;sys_vendor=Amazon EC2", IaasPlatform.Container, "docker")]
    [InlineData("virt=none;sys_vendor=Dell Inc.;hypervisor=no", IaasPlatform.None, "no hypervisor")]
    public void A_platform_by_its_sign(string signs, IaasPlatform platform, string proof)
    {
        var finding = IaasDetector.Detect(Host(signs).Evidence());

        Assert.Equal(platform, finding.Platform);
        Assert.Contains(proof, finding.Proof, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sys_vendor=DigitalOcean;cloud-id=aws", IaasPlatform.DigitalOcean)]
    [InlineData("sys_vendor=Dell Inc.;virt=none;hypervisor=no;cloud-id=aws", IaasPlatform.None)]
    [InlineData("sys_vendor=QEMU;cloud-id=openstack", IaasPlatform.OpenStack)]
    [InlineData("sys_vendor=QEMU;datasource=DataSourceEc2: DataSourceEc2", IaasPlatform.Kvm)]
    [InlineData("datasource=DataSourceEc2: DataSourceEc2", IaasPlatform.AmazonEC2)]
    [InlineData("cloud-id=nocloud;sys_vendor=QEMU", IaasPlatform.Kvm)]
    public void The_firmware_is_believed_before_cloud_init(string signs, IaasPlatform platform) =>
        Assert.Equal(platform, IaasDetector.Detect(Host(signs).Evidence()).Platform);

    [Fact]
    public void Nothing_to_go_by_is_unknown_with_the_reason()
    {
        var none = IaasDetector.Detect(Sample.Worker.WithoutItems().Evidence());
        var denied = IaasDetector.Detect(Sample.Worker.With(EnvironmentItems.Machine, "arch x86_64\n").Dmi("sys_vendor", "", EvidenceStatus.Denied).Evidence());
        var bare = IaasDetector.Detect(Sample.Worker.With(EnvironmentItems.Machine, "arch aarch64\ndmi none\n").Evidence());
        var unreadable = IaasDetector.Detect(Sample.Worker.With(EnvironmentItems.Machine, "\0\u0001garbage").Dmi("sys_vendor", "\0").Evidence());

        Assert.All([none, denied, bare, unreadable], finding => Assert.Equal(IaasPlatform.Unknown, finding.Platform));
        Assert.Contains("are in this evidence", none.Proof, System.StringComparison.Ordinal);
        Assert.Contains("may not read", denied.Proof, System.StringComparison.Ordinal);
        Assert.Contains("no firmware information", bare.Proof, System.StringComparison.Ordinal);
    }

    private static Sample Host(string signs)
    {
        var sample = Sample.Worker;
        var machine = "arch x86_64\n";
        var hypervisor = "hypervisor yes\n";
        foreach (var sign in signs.Split(';'))
        {
            var (name, value) = (sign[..sign.IndexOf('=')], sign[(sign.IndexOf('=') + 1)..]);
            switch (name)
            {
                case "virt" or "sign":
                    machine += $"{name} {value}\n";
                    break;
                case "hypervisor":
                    hypervisor = $"hypervisor {value}\n";
                    break;
                case "cloud-id":
                    sample.With(EnvironmentItems.CloudId, value + "\n");
                    break;
                case "datasource":
                    sample.With(EnvironmentItems.CloudDataSource, value + "\n");
                    break;
                case "uuid":
                    sample.With(EnvironmentItems.HypervisorUuid, value + "\n");
                    break;
                default:
                    sample.Dmi(name, value);
                    break;
            }
        }

        return sample.With(EnvironmentItems.Machine, machine + hypervisor);
    }
}
