using TravisOps.Checks;

namespace TravisOps.Firewall.Greetings;

/// <summary>Whether the broker took the worker's token. The texts in the log of travis-worker that belong to it are in the facts, section 7, 16 to 18.</summary>
internal static class LoginGreeting
{
    private const string Restart = "then restart the worker: sudo service travis-worker restart (that requeues the jobs it runs)";

    public static (BrokerLogin Login, Verdict Verdict) Judge(LoginObservation login, PortTarget target)
    {
        var settings = $"compare the password in AMQP_URI, or TRAVIS_ENTERPRISE_SECURITY_TOKEN, in /etc/default/travis-enterprise and /etc/default/travis-worker on {target.Source} "
            + $"with the RabbitMQ password at https://{target.ServerName}:8800/settings; {Restart}";
        if (login.Obstacle is { } obstacle)
        {
            return Untried(obstacle, target);
        }

        var (answer, verdict) = (login.End, login.Tuned) switch
        {
            ("open", true) => (BrokerLogin.Accepted, Verdict.Good($"took the log-in of {login.User} to vhost {login.Vhost}")),
            ("close", true) => (BrokerLogin.VhostRefused, Bad(
                $"took the password of {login.User} and refused vhost {login.Vhost} (AMQP {login.Code})",
                $"the vhost in AMQP_URI should be travis: on {target.ComputerName}, inside te-main, rabbitmqctl list_vhosts and rabbitmqctl list_permissions -p travis")),
            ("closed", true) => (BrokerLogin.VhostRefused, Bad($"took the password of {login.User} and hung up at vhost {login.Vhost}", settings)),
            ("close", false) => (BrokerLogin.Refused, Bad($"refused the password of {login.User} (AMQP {login.Code})", settings)),
            ("closed", false) => (BrokerLogin.Refused, Bad($"hung up on the log-in of {login.User}, as brokers do that don't say why they refuse", settings)),
            _ => (BrokerLogin.Unknown, new Verdict(PortState.Open, CheckStatus.Unknown, "the broker gave no answer to the log-in")
            {
                Problem = "whether it takes the worker's token is not known",
                Remedy = "Look at alarms of RabbitMQ: inside te-main, rabbitmqctl status",
            }),
        };
        return login.OtherHost
            ? (answer, verdict.And(new Verdict(PortState.Open, CheckStatus.Warn, $"AMQP_URI names another host than {target.ServerName}")
            {
                Problem = "the worker is set up for another host",
                Remedy = $"On {target.Source}: TRAVIS_ENTERPRISE_HOST in /etc/default/travis-enterprise, on Ubuntu 16.04 and later the host of AMQP_URI in /etc/default/travis-worker; or set publicHostName in the inventory. With a broker of its own (high availability) the platform has another name for it.",
            }))
            : (answer, verdict);
    }

    private static (BrokerLogin Login, Verdict Verdict) Untried(string obstacle, PortTarget target) => obstacle switch
    {
        "tls-only" => (BrokerLogin.NotAsked, Verdict.Good("no log-in in the clear: AMQP_URI asks for TLS")),
        "unverified" => (BrokerLogin.Unknown, Bad(
            "the worker can't verify this broker, so its token was not sent",
            $"AMQP_URI begins with amqps: have {target.Source} trust the broker's certificate, and see that it is for {target.ServerName}; {Restart}. Where no certificate can be had: AMQP_INSECURE=true in /etc/default/travis-worker")),
        "no-name-check" => Unknown("the openssl there is older than 1.0.2 and can't compare the name in a certificate, so the worker's token was not sent", $"On {target.Source}: openssl version; the worker itself compares it, and its log says whether it is connected."),
        "no-broker" => (BrokerLogin.Unknown, Verdict.Good("no log-in, as no broker answered")),
        "no-plain" => Unknown("the broker offers no PLAIN log-in"),
        "no-file" => Unknown("no /etc/default/travis-enterprise or travis-worker there", $"Is {target.Source} a worker? Its installer writes /etc/default/travis-worker."),
        "no-uri" => Unknown("neither AMQP_URI nor TRAVIS_ENTERPRISE_SECURITY_TOKEN is set there", $"On {target.Source}: set TRAVIS_ENTERPRISE_HOST and TRAVIS_ENTERPRISE_SECURITY_TOKEN in /etc/default/travis-enterprise, on Ubuntu 16.04 and later AMQP_URI in /etc/default/travis-worker; {Restart}"),
        "denied" => Unknown("the login may not read the worker's settings", "Run again with -SudoCredential (the login's own name and password), or log in as root."),
        "unreadable" => new(BrokerLogin.Unknown, Bad(
            "the worker's AMQP_URI can't be read",
            $"On {target.Source}: in AMQP_URI, a token with @ : / % # ? must be URL-encoded (%40 %3A %2F %25 %23 %3F); {Restart}")),
        "no-bash" => Unknown("it takes bash, which is not on that machine"),
        _ => Unknown("it did not come to that"),
    };

    private static (BrokerLogin Login, Verdict Verdict) Unknown(string reason, string? remedy = null) =>
        (BrokerLogin.Unknown, new Verdict(PortState.Open, CheckStatus.Unknown, "no log-in: " + reason)
        {
            Problem = "whether the broker takes the worker's token could not be tried",
            Remedy = remedy,
        });

    private static Verdict Bad(string detail, string remedy) =>
        new(PortState.Open, CheckStatus.Fail, detail) { Problem = "the broker and the worker don't come together", Remedy = Sentence(remedy) };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1) + ".";
}
