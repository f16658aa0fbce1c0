using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class TokenCharactersCheck() : WorkerCheck(
    "Worker.TokenCharacters",
    "Whether the security token can stand in AMQP_URI as it is",
    "no / ? # % @ : and no blank that is not encoded as %XX",
    Manual.None + "; RFC 3986, 3.2.1, and Go's net/url, by which travis-worker reads it")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.Get("AMQP_URI") is not { } setting)
        {
            yield return new Finding(CheckStatus.Skip, "Does not apply: AMQP_URI is not set, see Worker.PlatformHost.") { Item = item };
            yield break;
        }

        if (setting.Literal || setting.Value.Unknown is not null)
        {
            yield return setting.Literal
                ? new Finding(CheckStatus.Skip, "Stands on AMQP_URI, which has a literal ${...} in it: see Worker.Configuration.") { Item = item, Line = setting.Place }
                : WorkerFindings.NotKnown(host, setting.Name, setting.Place, setting.Value.Unknown!);
            yield break;
        }

        var secrets = SettingValue.SecretsIn(setting.Value.Text, configuration.Secrets).ToList();
        if (secrets.Count == 0)
        {
            yield return new Finding(CheckStatus.Fail, "AMQP_URI has no token in it: the broker refuses a log-in without.")
            {
                Actual = "no token",
                Item = item,
                Line = $"{setting.Place}: {setting.Name}",
                Remedy = $"sudoedit {setting.Path}   # the form is amqp://travis:TOKEN@HOST/travis",
            };
            yield break;
        }

        var breaking = string.Join(" ", secrets.Select(secret => secret.BreaksUri()).Where(text => text.Length > 0).Distinct());
        if (breaking.Length > 0)
        {
            yield return new Finding(CheckStatus.Fail, $"The token has characters that mean something else in AMQP_URI: {breaking}. The worker reads another password, or another host, than you see.")
            {
                Actual = breaking,
                Item = item,
                Line = $"{setting.Place}: {setting.Name}",
                Remedy = $"sudoedit {setting.Path}   # line {setting.Line}: write them as %XX (/ is %2F, ? is %3F, # is %23, % is %25, a blank is %20), or choose a RabbitMQ password of letters and digits at port 8800, for every worker.",
            };
            yield break;
        }

        var doubtful = secrets.Any(secret => secret.Has('@') || secret.Has(':'));
        yield return new Finding(
            doubtful ? CheckStatus.Warn : CheckStatus.Pass,
            doubtful ? "The token has an @ or a : in it: travis-worker takes that, the standard for URIs does not." : "The token has no character that would mean something else in AMQP_URI.")
        {
            Actual = doubtful ? "@ or :" : "none",
            Item = item,
            Line = $"{setting.Place}: {setting.Name}",
            Remedy = doubtful ? "Write @ as %40 and : as %3A in the setting when you next change it." : null,
        };
    }
}
