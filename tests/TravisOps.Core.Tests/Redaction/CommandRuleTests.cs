using System.Linq;
using System.Text.Json;
using CsCheck;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>Command lines as ps, docker ps, docker inspect and Replicated's logs have them: the secret goes, every other word stays.</summary>
public sealed class CommandRuleTests
{
    // Words of each command line, the secret as *.
    private static readonly string[][] s_commands =
    [
        ["docker", "login", "-u", "ci", "-p", "*", "registry.example"],
        ["/usr/bin/docker", "--config", "/x", "login", "-p*", "registry.example"],
        ["mysql", "-h", "db", "-uroot", "-p*", "travis"],
        ["mysqldump", "-p*", "--all-databases"],
        ["redis-cli", "-h", "10.0.0.5", "-p", "6379", "-a", "*", "ping"],
        ["curl", "-fsS", "-u", "admin:*", "http://10.0.0.5/x"],
        ["curl", "-sSu", "admin:*", "-o", "/tmp/x"],
        ["ldapsearch", "-x", "-D", "cn=admin", "-w", "*", "-b", "dc=x"],
        ["sshpass", "-p", "*", "ssh", "-p", "2222", "worker"],
        ["rabbitmqctl", "add_user", "bob", "*"],
        ["redis-server", "--port", "6379", "--requirepass", "*"],
        ["serve", "--db-password", "*", "--port", "80"],
    ];

    private static readonly Gen<string> s_secret =
        from text in Gen.Char["abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%+./:@^_~-"].Array[6, 24]
        let value = "S" + new string(text) + "7"

        // A value that is a secret's name itself has the word behind it taken too.
        where !value.Contains("://") && SecretNames.Classify("-p" + value) == SecretNameKind.None
        select value;

    [Fact]
    public void The_secret_goes_in_every_notation_and_the_rest_stays() =>
        Gen.Select(s_secret, Gen.Int[0, s_commands.Length - 1], Gen.Int[0, 4]).Sample(
            (secret, command, notation) =>
            {
                string Write(string value)
                {
                    var words = s_commands[command].Select(word => word.Replace("*", value)).ToArray();
                    var line = string.Join(' ', words);
                    return notation switch
                    {
                        0 => $" 1201 root      0.0 {line}\n 1202 root 0.0 bash\n",
                        1 => $"0f1e2d  redis  \"{line}\"   3 days ago   Up 3 days\n",
                        2 => JsonSerializer.Serialize(new { Id = 1, Cmd = words, Tty = false }, s_plain),
                        3 => JsonSerializer.Serialize(new { log = JsonSerializer.Serialize(new { Cmd = words }, s_plain) }, s_plain),
                        _ => JsonSerializer.Serialize(new { Cmd = words, Tty = false }, s_indented),
                    };
                }

                return LineRedactor.Redact(Write(secret)) == Write(LineRedactor.Mark);
            },
            iter: 4000,
            threads: 2);

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_indented = new(s_plain) { WriteIndented = true };
}
