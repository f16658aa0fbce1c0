using System.Collections.Generic;

namespace TravisOps.Environments;

/// <summary>A service beside Travis CI Enterprise that is known by the names of its processes: what the manual asks for with "which other services
/// do interface". Ours, no source; a name that is missing here only means that a service is not named.</summary>
internal sealed record KnownService(string Name, params string[] Processes)
{
    public static IReadOnlyList<KnownService> All { get; } =
    [
        new("Datadog agent", "datadog-agent", "dd-agent", "trace-agent"),
        new("New Relic", "newrelic-infra", "nrsysmond"),
        new("Zabbix agent", "zabbix_agentd", "zabbix_agent2"),
        new("Nagios NRPE", "nrpe"),
        new("Icinga", "icinga2"),
        new("Sensu", "sensu-agent", "sensu-client"),
        new("Prometheus node exporter", "node_exporter", "prometheus-node-exporter"),
        new("Telegraf", "telegraf"),
        new("collectd", "collectd", "collectdmon"),
        new("Splunk forwarder", "splunkd"),
        new("Filebeat", "filebeat"),
        new("Fluentd", "td-agent", "fluentd", "fluent-bit", "td-agent-bit"),
        new("Logstash forwarder", "logstash-forwarder"),
        new("Amazon CloudWatch agent", "amazon-cloudwatch-agent", "awslogs"),
        new("Google Cloud Ops agent", "google-fluentd", "stackdriver-collectd", "google_osconfig_agent"),
        new("Azure agent", "waagent", "walinuxagent"),
        new("VMware tools", "vmtoolsd"),
        new("Consul", "consul"),
        new("Vault", "vault"),
        new("Nomad", "nomad"),
        new("kubelet", "kubelet"),
        new("HAProxy", "haproxy"),
        new("nginx", "nginx"),
        new("Apache", "apache2", "httpd"),
        new("Squid", "squid", "squid3"),
        new("CrowdStrike Falcon", "falcon-sensor"),
        new("OSSEC or Wazuh", "ossec-agentd", "wazuh-agentd"),
        new("osquery", "osqueryd"),
        new("ClamAV", "clamd", "freshclam"),
        new("SSSD", "sssd"),
        new("NSLCD", "nslcd"),
        new("OpenVPN", "openvpn"),
        new("Postfix", "master/-w"),
        new("fail2ban", "fail2ban-server"),
    ];
}
