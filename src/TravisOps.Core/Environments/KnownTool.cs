using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Environments;

/// <summary>A tool of configuration management and the signs of it (facts 11).</summary>
internal sealed record KnownTool(string Name)
{
    /// <summary>Files and folders that say it is installed.</summary>
    public IReadOnlyList<string> Installed { get; init; } = [];

    /// <summary>Files and folders that it leaves behind; they stay when it is gone.</summary>
    public IReadOnlyList<string> Traces { get; init; } = [];

    /// <summary>Files and folders that change with each run.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Names of its processes; a slash between two words.</summary>
    public IReadOnlyList<string> Processes { get; init; } = [];

    /// <summary>What stands in a cron table or a timer that starts it.</summary>
    public IReadOnlyList<string> CronWords { get; init; } = [];

    /// <summary>Its Debian packages.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>All of its paths.</summary>
    public IEnumerable<string> Patterns => Installed.Concat(Traces).Concat(Runs);

    public static IReadOnlyList<KnownTool> All { get; } =
    [
        // /etc/default/travis-worker-chef is Travis' own hook: read by every worker, so no sign unless somebody made it.
        new("Chef")
        {
            Installed = ["/etc/chef/client.rb", "/etc/chef/client.pem", "/opt/chef", "/etc/cinc", "/opt/cinc"],
            Traces = ["/etc/chef", "/var/chef", "/var/log/chef", "/etc/default/travis-worker-chef"],
            Runs = ["/var/log/chef/client.log", "/var/chef/cache/chef-client-running.pid", "/var/chef/cache/chef-stacktrace.out", "/var/log/cinc/client.log"],
            Processes = ["chef-client", "cinc-client"],
            CronWords = ["chef-client", "cinc-client"],
            Packages = ["chef", "cinc"],
        },
        new("Puppet")
        {
            Installed = ["/etc/puppetlabs/puppet/puppet.conf", "/etc/puppet/puppet.conf", "/opt/puppetlabs/bin"],
            Traces = ["/etc/puppetlabs", "/etc/puppet", "/opt/puppetlabs", "/var/lib/puppet", "/var/log/puppet*"],
            Runs =
            [
                "/opt/puppetlabs/puppet/cache/state/last_run_summary.yaml", "/opt/puppetlabs/puppet/public/last_run_summary.yaml",
                "/var/lib/puppet/state/last_run_summary.yaml", "/var/cache/puppet/state/last_run_summary.yaml",
            ],
            Processes = ["puppet/agent", "puppet/apply"],
            CronWords = ["puppet (agent|apply)"],
            Packages = ["puppet", "puppet-agent", "puppet-common", "openvox-agent"],
        },
        new("Salt")
        {
            Installed = ["/etc/salt/minion", "/etc/venv-salt-minion", "/usr/local/etc/salt/minion"],
            Traces = ["/etc/salt", "/var/log/salt", "/var/cache/salt"],
            Runs = ["/var/log/salt/minion", "/var/log/venv-salt-minion.log", "/var/cache/salt/minion/proc"],
            Processes = ["salt-minion", "venv-salt-minion", "salt-call"],
            CronWords = ["salt-call"],
            Packages = ["salt-minion", "salt-common", "venv-salt-minion"],
        },
        // It has no agent: what it leaves is all there is. Its folder for temporary files is touched by every connection.
        new("Ansible")
        {
            Traces = ["/etc/ansible/facts.d", "/root/.ansible", "/home/*/.ansible", "/tmp/ansible*", "/etc/ansible"],
            Runs = ["/root/.ansible/tmp", "/home/*/.ansible/tmp"],
            Processes = ["ansible-playbook", "ansible-pull"],
            CronWords = ["ansible-pull", "ansible-playbook"],
            Packages = ["ansible", "ansible-core"],
        },
        new("CFEngine")
        {
            Installed = ["/var/cfengine/bin", "/var/lib/cfengine/bin", "/var/lib/cfengine3/bin"],
            Traces = ["/var/cfengine", "/var/lib/cfengine", "/var/lib/cfengine3"],
            Runs = ["/var/cfengine/promise_summary.log", "/var/lib/cfengine3/promise_summary.log"],
            Processes = ["cf-agent", "cf-execd", "cf-serverd"],
            CronWords = ["cf-agent"],
            Packages = ["cfengine", "cfengine3", "cfengine-nova", "cfengine-community"],
        },
        new("Juju")
        {
            Installed = ["/var/lib/juju/tools", "/var/lib/juju/agents"],
            Traces = ["/var/lib/juju", "/var/log/juju"],
            Runs = ["/var/log/juju/machine-*.log"],
            Processes = ["jujud"],
            Packages = ["juju-core"],
        },
        new("Landscape")
        {
            Installed = ["/etc/landscape/client.conf"],
            Traces = ["/var/lib/landscape", "/var/log/landscape"],
            Runs = ["/var/log/landscape/broker.log"],
            Processes = ["landscape-client", "landscape-broker"],
            Packages = ["landscape-client"],
        },
        new("AWS Systems Manager")
        {
            Installed = ["/etc/amazon/ssm", "/snap/amazon-ssm-agent/current"],
            Traces = ["/var/lib/amazon/ssm"],
            Runs = ["/var/log/amazon/ssm/amazon-ssm-agent.log"],
            Processes = ["amazon-ssm-agent", "ssm-agent-worker"],
            Packages = ["amazon-ssm-agent"],
        },
    ];
}
