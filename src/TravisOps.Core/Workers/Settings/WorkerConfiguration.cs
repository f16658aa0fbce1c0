using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Workers.Settings;

/// <summary>The settings of a worker as its start script makes them (facts 6): which files in which order, and what of them reaches travis-worker.</summary>
internal sealed class WorkerConfiguration
{
    /// <summary>The image of the worker, for the start script; set in the unit's drop-in.</summary>
    public const string ImageName = "TRAVIS_WORKER_SELF_IMAGE";

    private const string Folder = "/etc/default/";
    private const string Prefix = "TRAVIS_WORKER_";

    private static readonly string[] PackageFiles = ["travis-enterprise", "travis-worker", "travis-worker-local"];
    private static readonly string[] ImageFiles = ["travis-enterprise", "travis-worker-chef", "travis-worker", "travis-worker-cloud-init", "travis-worker-local"];

    private static readonly ConditionalWeakTable<HostEvidence, Read> Known = new();

    private readonly Dictionary<string, EffectiveSetting> _effective = new(StringComparer.Ordinal);
    private readonly List<EffectiveSetting> _lines = [];

    private WorkerConfiguration(SettingsAnswer answer)
    {
        Answer = answer;
        Layout = LayoutOf(answer);
        Units = [.. answer.Files.Where(file => !file.Path.StartsWith(Folder, StringComparison.Ordinal) && file.State != "missing")];
        var names = Layout == WorkerLayout.Image ? ImageFiles : PackageFiles;
        Files = [.. names.Select(name => answer.File(Folder + name)).Where(file => file is { State: not "missing" })!];
        NotRead = [.. answer.Files.Where(file => file.Read && file.Path.StartsWith(Folder, StringComparison.Ordinal) && !Files.Contains(file))];
        Evaluate();
    }

    /// <summary>The answer that it was made of.</summary>
    public SettingsAnswer Answer { get; }

    /// <summary>How the worker is set up.</summary>
    public WorkerLayout Layout { get; }

    /// <summary>The files that the start script reads, in its order.</summary>
    public IReadOnlyList<SettingsFile> Files { get; }

    /// <summary>Files of settings that are there and that the start script of this layout does not read.</summary>
    public IReadOnlyList<SettingsFile> NotRead { get; }

    /// <summary>The unit and its drop-ins, in systemd's order.</summary>
    public IReadOnlyList<SettingsFile> Units { get; }

    /// <summary>What the start script itself has.</summary>
    public ShellEnvironment Script { get; } = new();

    /// <summary>The line with which docker refuses the whole file of settings; null when it takes it.</summary>
    public (string Place, string Why)? Refused { get; private set; }

    /// <summary>What the worker gets, by name.</summary>
    public IReadOnlyDictionary<string, EffectiveSetting> Effective => _effective;

    /// <summary>Every line that docker takes for a setting, in order; for the layout with an image.</summary>
    public IReadOnlyList<EffectiveSetting> Lines => _lines;

    /// <summary>The secrets that values refer to by number.</summary>
    public IReadOnlyList<WorkerSecret> Secrets => Answer.Secrets;

    /// <summary>What the worker speaks to RabbitMQ through; null when that is not known.</summary>
    public WorkerUri? Amqp => WorkerUri.Parse(Get("AMQP_URI"));

    /// <summary>Where the worker gets build scripts from; null when that is not known.</summary>
    public WorkerUri? BuildApi => WorkerUri.Parse(Get("BUILD_API_URI"));

    /// <summary>The configuration of a host, or why there is none to look at. Worked out once for each evidence: every check asks, those of a fleet
    /// about every worker.</summary>
    public static (WorkerConfiguration? Configuration, Finding? Obstacle) Of(HostEvidence host)
    {
        var known = Known.GetValue(host, one => new Read(Make(one)));
        return known.Result;
    }

    private static (WorkerConfiguration? Configuration, Finding? Obstacle) Make(HostEvidence host)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (item?.Status != EvidenceStatus.Collected)
        {
            return (null, Obstacle.In(host, WorkerItems.Settings("-", "-", showSecrets: false)));
        }

        var answer = SettingsAnswer.Parse(item.Text);
        return answer.Complete ? (new WorkerConfiguration(answer), null) : (null, Obstacle.Unreadable(item, "the settings of the worker"));
    }

    /// <summary>The setting that the worker goes by: TRAVIS_WORKER_NAME before NAME (facts 6c), and NAME before it for those of Docker, which are read in
    /// that order (config/provider_config.go). Null when neither is set.</summary>
    public EffectiveSetting? Get(string name)
    {
        var (winner, loser) = InOrder(name);
        if (_effective.TryGetValue(winner, out var first))
        {
            return first;
        }

        // Where another file is read, for one, the name that wins may have been set there.
        if (Layout != WorkerLayout.Image && Script.Anything is { } why)
        {
            var place = why.Split(':');
            return new EffectiveSetting(name, SettingValue.NotKnown(why), place[0], int.TryParse(place[1], out var line) ? line : 1);
        }

        return _effective.TryGetValue(loser, out var second) ? second : null;
    }

    /// <summary>A setting by exactly that name, of those that the start script has; null when it is not set there.</summary>
    public ShellVariable? InScript(string name) => Script.Variables.TryGetValue(name, out var variable) && variable.Value is not null ? variable : null;

    /// <summary>The line that sets a setting takes something from a variable, such as <c>${TRAVIS_ENTERPRISE_HOST:-localhost}</c>.</summary>
    public bool TakesFrom(EffectiveSetting setting, string variable) =>
        RecordsOf(setting).Any(record => Regex.IsMatch(record.Word, "[{\"]" + variable + "(?![A-Za-z0-9_])", RegexOptions.CultureInvariant));

    /// <summary>The line that sets a setting has this text in it as it stands, and not from a variable.</summary>
    public bool Spells(EffectiveSetting setting, string text) => RecordsOf(setting).Any(record => record.Word.Contains(text));

    /// <summary>Where a setting of that name is commented out, the first such line; null when none is.</summary>
    public (string Path, int Line)? CommentedOut(string name)
    {
        var place = Files.SelectMany(file => file.Records.Where(record => record.Kind == 'C' && record.Name == name).Select(record => (file.Path, record.Line))).FirstOrDefault();
        return place.Path is null ? null : place;
    }

    private IEnumerable<SettingsRecord> RecordsOf(EffectiveSetting setting) =>
        Units.Concat(Files).Where(file => file.Path == setting.Path).SelectMany(file => file.Records).Where(record => record.Line == setting.Line && record.Name == setting.Name);

    /// <summary>Another setting wins over the one of this name.</summary>
    public EffectiveSetting? WinnerOver(string name)
    {
        var (winner, loser) = InOrder(name.StartsWith(Prefix, StringComparison.Ordinal) ? name.Substring(Prefix.Length) : name);
        return name == loser && _effective.ContainsKey(name) && _effective.TryGetValue(winner, out var setting) ? setting : null;
    }

    private static (string Winner, string Loser) InOrder(string name) =>
        name.StartsWith("DOCKER_", StringComparison.Ordinal) ? (name, Prefix + name) : (Prefix + name, name);

    private static WorkerLayout LayoutOf(SettingsAnswer answer) =>
        answer.Has.Contains("/usr/local/bin/travis-combined-env") || answer.Has.Contains("/usr/local/bin/travis-worker-wrapper") ? WorkerLayout.Image
        : answer.Has.Contains("/etc/init/travis-worker.conf") ? WorkerLayout.Upstart
        : answer.Has.Any(path => path.EndsWith("/travis-worker.service", StringComparison.Ordinal)) ? WorkerLayout.Systemd
        : WorkerLayout.Unknown;

    private void Evaluate()
    {
        if (Layout != WorkerLayout.Upstart)
        {
            Units.Where(file => file.Read).ToList().ForEach(Script.Read);
        }

        foreach (var file in Files)
        {
            if (file.Read)
            {
                Script.Read(file);
            }
            else
            {
                Script.Unreadable(file);
            }
        }

        if (Layout != WorkerLayout.Image)
        {
            foreach (var variable in Script.Variables.Values.Where(variable => variable is { Exported: true, Value: not null }))
            {
                _effective[variable.Name] = new EffectiveSetting(variable.Name, variable.Value!, variable.Path, variable.Line);
            }

            return;
        }

        foreach (var file in Files)
        {
            foreach (var record in file.Records)
            {
                if (record.Kind == 'E')
                {
                    var setting = EffectiveSetting.FromEnvFile(record, file.Path, Secrets);
                    _lines.Add(setting);
                    _effective[setting.Name] = setting;
                }
                else if (record is { Kind: 'B', Rest: "blank" or "no-name" })
                {
                    Refused ??= ($"{file.Path}:{record.Line}", record.Rest == "blank" ? "a blank before the =, or no = at all" : "nothing before the =");
                }
            }
        }
    }

    private sealed class Read((WorkerConfiguration? Configuration, Finding? Obstacle) result)
    {
        public (WorkerConfiguration? Configuration, Finding? Obstacle) Result { get; } = result;
    }
}
