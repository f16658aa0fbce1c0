using System;
using System.Linq;
using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

public sealed class ConfigurationManagementTests
{
    // A day and a month before 2017-10-25.
    private const string Yesterday = "1508832000", LastMonth = "1506000000";

    [Theory]
    [InlineData("process chef-client", "Chef", ConfigurationToolState.Active, "process chef-client")]
    [InlineData("process puppet/agent\npath " + LastMonth + " /var/lib/puppet/state/last_run_summary.yaml", "Puppet", ConfigurationToolState.Active, "process puppet agent")]
    [InlineData("cron puppet agent /etc/cron.d/puppet", "Puppet", ConfigurationToolState.Active, "'puppet agent' in /etc/cron.d/puppet")]
    [InlineData("path " + Yesterday + " /opt/puppetlabs/puppet/cache/state/last_run_summary.yaml", "Puppet", ConfigurationToolState.Active, "ran lately")]
    [InlineData("path " + LastMonth + " /etc/salt/minion", "Salt", ConfigurationToolState.Installed, "/etc/salt/minion")]
    [InlineData("path " + LastMonth + " /var/log/puppet", "Puppet", ConfigurationToolState.Traces, "/var/log/puppet")]
    [InlineData("path " + LastMonth + " /home/deploy/.ansible/tmp", "Ansible", ConfigurationToolState.Traces, "/home/deploy/.ansible/tmp")]
    [InlineData("path " + Yesterday + " /home/deploy/.ansible/tmp", "Ansible", ConfigurationToolState.Active, "ran lately: /home/deploy/.ansible/tmp")]
    [InlineData("ansible Oct 24 21:00:00 command", "Ansible", ConfigurationToolState.Active, "module command")]
    [InlineData("ansible 2017-10-24T21:00:00.123456+02:00 setup", "Ansible", ConfigurationToolState.Active, "module setup")]
    [InlineData("path " + LastMonth + " /etc/default/travis-worker-chef", "Chef", ConfigurationToolState.Traces, "/etc/default/travis-worker-chef")]
    [InlineData("process cf-execd", "CFEngine", ConfigurationToolState.Active, "cf-execd")]
    [InlineData("process jujud", "Juju", ConfigurationToolState.Active, "jujud")]
    [InlineData("path " + LastMonth + " /etc/landscape/client.conf", "Landscape", ConfigurationToolState.Installed, "client.conf")]
    [InlineData("process amazon-ssm-agent", "AWS Systems Manager", ConfigurationToolState.Active, "amazon-ssm-agent")]
    public void A_tool_by_its_sign(string told, string name, ConfigurationToolState state, string proof)
    {
        var tool = Assert.Single(Detect(told)!);

        Assert.Equal((name, state), (tool.Name, tool.State));
        Assert.Contains(proof, tool.Proof, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_counts_when_it_is_installed_and_not_when_only_its_configuration_is_left()
    {
        var evidence = Sample.Worker.With(EnvironmentItems.Tools, string.Empty)
            .With(EnvironmentItems.Packages, "chef 12.19.36 install ok installed\npuppet-common 3.8 deinstall ok config-files\n").Evidence();

        Assert.Equal(["Chef (Installed)"], ConfigurationManagementDetector.Detect(evidence)!.Select(tool => tool.ToString()));
    }

    [Fact]
    public void The_last_run_is_told_in_UTC()
    {
        Assert.Equal(new DateTime(2017, 10, 24, 8, 0, 0, DateTimeKind.Utc), Detect("path " + Yesterday + " /var/log/salt/minion")!.Single().LastRun);
        Assert.Equal(new DateTime(2017, 10, 24, 19, 0, 0, DateTimeKind.Utc), Detect("ansible Oct 24 21:00:00 ping")!.Single().LastRun);
        Assert.Equal(new DateTime(2016, 12, 31, 22, 0, 0, DateTimeKind.Utc), Detect("ansible Dec 31 23:00:00 ping")!.Single().LastRun);
    }

    [Fact]
    public void Nothing_is_an_empty_list_and_no_answer_is_none()
    {
        Assert.Empty(Detect(string.Empty)!);
        Assert.Empty(Detect("path nonsense\n\0\npath x /etc/chef/client.rb\ncron\n")!);
        Assert.Null(ConfigurationManagementDetector.Detect(Sample.Worker.Evidence()));
        Assert.Null(ConfigurationManagementDetector.Detect(Sample.Worker.With(EnvironmentItems.Tools, string.Empty, EvidenceStatus.TimedOut).Evidence()));
    }

    private static System.Collections.Generic.IReadOnlyList<ConfigurationTool>? Detect(string told) => ConfigurationManagementDetector.Detect(
        Sample.Worker.With(EnvironmentSample.Clock, EnvironmentSample.Berlin).With(EnvironmentItems.Tools, told + "\n").Evidence());
}
