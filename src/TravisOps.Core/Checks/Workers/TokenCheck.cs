using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class TokenCheck() : FleetCheck(
    "Worker.Token",
    "Whether the token with which the worker logs in to RabbitMQ (in AMQP_URI, from TRAVIS_ENTERPRISE_SECURITY_TOKEN) is the platform's RabbitMQ password; both are compared by a hash, and neither leaves its machine; the broker is asked whether it takes the platform's",
    "the same, and taken by the broker",
    Manual.Worker + " (\"TRAVIS_ENTERPRISE_SECURITY_TOKEN has the same value as being shown under RabbitMQ password at https://your.domain:8800/settings\"); amqp.password in te-main's travis.yml, or Replicated's rabbitmq_password",
    TravisRole.Worker)
{
    private const string Token = "TRAVIS_ENTERPRISE_SECURITY_TOKEN";

    private protected override IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        yield return configuration is null ? obstacle! : Judge(host, configuration, fleet);
    }

    private static Finding Judge(HostEvidence host, WorkerConfiguration configuration, Fleet fleet)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.Get("AMQP_URI") is not { } setting)
        {
            return new Finding(CheckStatus.Skip, "Does not apply: AMQP_URI is not set, see Worker.PlatformHost.") { Item = item };
        }

        if (setting.Literal)
        {
            return new Finding(CheckStatus.Skip, "Stands on AMQP_URI, which has a literal ${...} in it: see Worker.Configuration.") { Item = item, Line = setting.Place };
        }

        if (setting.Value.Unknown is { } unknown)
        {
            return WorkerFindings.NotKnown(host, setting.Name, setting.Place, unknown);
        }

        var line = $"{setting.Place}: {setting.Name}";
        if (configuration.Amqp?.PasswordSecret(configuration.Secrets) is not { } token)
        {
            return new Finding(CheckStatus.Unknown, "Could not be compared: the token in AMQP_URI is missing, or put together of several pieces.")
            {
                Item = item,
                Line = line,
                Remedy = "Test-TravisFirewall -From Worker -Port 5672, 4567 -Authenticate   # asks the broker itself",
            };
        }

        if (fleet.Platform is null)
        {
            return new Finding(CheckStatus.Skip, "Not compared, because the platform is not among the hosts that were looked at: leave out -ComputerName or -Role.") { Item = item, Line = line };
        }

        var (facts, why, remedy) = BrokerFacts.Of(fleet);
        if (facts?.Password is not { } password)
        {
            return new Finding(CheckStatus.Unknown, facts is null ? $"Could not be compared: {why}." : $"Could not be compared: the platform {fleet.Platform.ComputerName} has no RabbitMQ password in te-main's travis.yml that could be read, nor in Replicated's settings.")
            {
                Item = item,
                Line = line,
                Remedy = remedy ?? "Test-TravisDocker -Role Platform   # te-main has to run; or ask the broker itself: Test-TravisFirewall -From Worker -Port 5672, 4567 -Authenticate",
            };
        }

        if (token.DecodedFingerprint is null || password.Fingerprint is null)
        {
            return new Finding(CheckStatus.Unknown, $"Could not be compared: {(token.DecodedFingerprint is null ? "the worker" : "the platform")} has neither sha256sum nor openssl to hash with.")
            {
                Item = item,
                Line = line,
                Remedy = "sudo apt-get install coreutils",
            };
        }

        var where = facts.Source == "travis.yml" ? "amqp.password in te-main's travis.yml" : "rabbitmq_password in Replicated's settings";
        if (facts.Taken == false)
        {
            // The files are behind the broker, so they prove nothing of the worker either.
            var same = token.DecodedFingerprint == password.Fingerprint;
            return new Finding(same ? CheckStatus.Fail : CheckStatus.Unknown, same
                ? $"The worker's token is the platform's RabbitMQ password ({where}), and RabbitMQ itself refuses it: the broker has another one."
                : $"Could not be compared: RabbitMQ itself refuses the platform's password ({where}), and which one it has is not known.")
            {
                Actual = same ? "the same, and refused" : "another one",
                Item = item,
                Line = line,
                Remedy = $"Save \"RabbitMQ password\" at https://{configuration.Answer.PublicHostName}:8800/settings again and let the application start anew; whether a worker's token is taken: Test-TravisFirewall -From Worker -Port 5672, 4567 -Authenticate",
            };
        }

        if (token.DecodedFingerprint == password.Fingerprint)
        {
            return new Finding(CheckStatus.Pass, $"The worker's token is the platform's RabbitMQ password ({where}){(facts.Taken == true ? ", and RabbitMQ itself takes it" : string.Empty)}.") { Actual = "the same", Item = item, Line = line };
        }

        // As it stands it is the password, and the worker reads it otherwise.
        if (token.Fingerprint == password.Fingerprint)
        {
            return new Finding(CheckStatus.Fail, "The worker's token is the platform's RabbitMQ password as it stands, and the worker reads %XX in it as characters, since it is a part of a URI: it logs in with another one.")
            {
                Actual = "another one once decoded",
                Item = item,
                Line = line,
                Remedy = "Write each % of the password as %25 in the setting.",
            };
        }

        // As shipped the token is a part of AMQP_URI, which then stands as it is, and its own line is commented out.
        var part = configuration.Layout != WorkerLayout.Image && configuration.TakesFrom(setting, Token) ? configuration.InScript(Token) : null;
        var commented = configuration.Layout != WorkerLayout.Image && part is null && configuration.TakesFrom(setting, Token) ? configuration.CommentedOut(Token) : null;
        var (path, number) = part is not null ? (part.Path, part.Line) : commented ?? (setting.Path, setting.Line);
        var secret = $"\"RabbitMQ password\" of https://{configuration.Answer.PublicHostName}:8800/settings";
        return new Finding(CheckStatus.Fail, $"The worker's token is not the platform's RabbitMQ password ({where}): RabbitMQ refuses the worker (\"username or password not allowed\").{(commented is null ? string.Empty : $" {Token} is commented out ({path}:{number}).")}")
        {
            Actual = "another one",
            Item = item,
            Line = part is null && commented is null ? line : $"{path}:{number}: {Token}",
            Remedy = $"sudoedit {path}   # line {number}: {(commented is not null ? $"take the # away and put {secret} there" : part is not null ? $"put {secret} there" : $"put {secret} between travis: and @")}; then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}",
        };
    }
}
