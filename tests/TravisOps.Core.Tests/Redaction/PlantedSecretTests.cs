using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>A corpus of the files of an installation, with secrets planted in every kind and form among what looks like secrets and is none.</summary>
public sealed class PlantedSecretTests
{
    private const int Rounds = 40;

    [Fact]
    public void Every_planted_secret_is_taken_and_what_only_looks_like_one_is_kept()
    {
        var random = new Random(20171025);
        int planted = 0, taken = 0, decoys = 0, kept = 0;
        var lost = new List<string>();
        var gone = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, text, secrets, decoyValues) in Files(random))
            {
                using var pseudonyms = new Pseudonyms();
                var known = new KnownSecrets();
                known.AddFrom(text);
                var redacted = new Redactor(pseudonyms, known, new RedactionReport()).Redact(text, name);
                foreach (var secret in secrets)
                {
                    planted++;
                    if (redacted.Contains(secret, StringComparison.OrdinalIgnoreCase))
                    {
                        lost.Add($"{name}: {redacted.Split('\n').First(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase))}");
                    }
                    else
                    {
                        taken++;
                    }
                }

                foreach (var decoy in decoyValues)
                {
                    decoys++;
                    if (redacted.Contains(decoy))
                    {
                        kept++;
                    }
                    else
                    {
                        gone.Add($"{name}: {decoy}");
                    }
                }
            }
        }

        Assert.True(taken == planted, $"{planted - taken} of {planted} are left, such as {string.Join(" | ", lost.Distinct().Take(5))}");
        Assert.True(kept >= decoys * 0.99, $"{decoys - kept} of {decoys} decoys are gone, such as {string.Join(" | ", gone.Distinct().Take(5))}");
    }

    private static IEnumerable<(string Name, string Text, string[] Secrets, string[] Decoys)> Files(Random random)
    {
        string Hex(int bytes) => Convert.ToHexStringLower(Bytes(bytes));
        byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        string Word(int length)
        {
            const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
            return new string([.. Enumerable.Range(0, length).Select(_ => Letters[random.Next(Letters.Length)])]);
        }

        var (commit, uuid, digest, layer) = (Hex(20), Guid.NewGuid().ToString(), Hex(32), Hex(6));
        string[] decoys = [commit, uuid, digest, layer];

        var (key, amqp, oauth, database, session) = (Hex(32), Word(20), Hex(20), Word(16) + "!#", Hex(64));
        yield return ("travis.yml", $"""
            production:
              host: travis.example.com
              encryption_key: {session}
              encryption:
                key: {key}
              amqp:
                host: localhost
                username: travis
                password: {amqp}
                vhost: travis
              database:
                password: '{database}'
                url: postgres://travis:{Uri.EscapeDataString(database)}@127.0.0.1:5432/travis_production
              oauth2:
                client_id: {layer}
                client_secret: "{oauth}"
              # built from commit {commit}
              build: {uuid}
              image: sha256:{digest}
            """, [key, amqp, oauth, database, Uri.EscapeDataString(database), session], decoys);

        var token = Word(24);
        yield return ("travis-worker.default", $"""
            export AMQP_URI="amqp://travis:{token}@travis.example.com/travis"
            export TRAVIS_ENTERPRISE_SECURITY_TOKEN='{token}'
            # export TRAVIS_WORKER_OLD_TOKEN={token}x
            export QUEUE_NAME='builds.trusty'
            export TRAVIS_WORKER_SELF_IMAGE=travisci/worker@sha256:{digest}
            # {commit} {uuid} {layer}
            """, [token], decoys);

        var (daemon, rabbit, github) = (Hex(16), Word(12), "ghp_" + Word(36));
        yield return ("docker-inspect.json", $$$"""
            [{"Id":"{{{digest}}}","Image":"sha256:{{{digest}}}","Config":{"Env":["PATH=/usr/bin","DAEMON_TOKEN={{{daemon}}}","RABBITMQ_PASSWORD={{{rabbit}}} x","GIT_COMMIT={{{commit}}}"],
            "Labels":{"build":"{{{uuid}}}","short":"{{{layer}}}"}},"Args":["--github-token","{{{github}}}","--password={{{rabbit}}} x"]}]
            """, [daemon, rabbit, github], decoys);

        var (basic, cookie, bearer, aws) = (Word(18), Hex(24), Word(30), Word(40));
        var jwt = $"eyJ{Word(20)}.eyJ{Word(40)}.{Word(43)}";
        yield return ("travis.log", $"""
            2017-10-25T08:15:01Z I app[api]: request method=GET path=/repos commit={commit} request_id={uuid}
            I app[scheduler]: enqueue job for {commit} image=travis:{layer} digest=sha256:{digest}
            D Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("travis:" + basic))}
            D > Authorization: token {bearer}
            D > Cookie: _session={cookie}; path=/
            E login failed: password={basic} user=travis
            E type=github_status build=1 repo=a/b state=error commit={commit} username=x response_status=422 last_token_tried="{bearer}"
            E Can not decrypt secure config value: "abc" using key: "{key}"
            W aws_secret_access_key={aws} AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
            I GET /auth?access_token={bearer}&x=1 200 {jwt}
            time="2018-04-18T12:14:22Z" level=error msg="couldn't connect to AMQP" err="dial amqp://travis:{Uri.EscapeDataString(basic)}@10.0.0.5:5672/travis: refused" uuid={uuid}
            """, [basic, cookie, bearer, aws, jwt, key, "AKIAIOSFODNN7EXAMPLE", Convert.ToBase64String(Encoding.UTF8.GetBytes("travis:" + basic))[10..]], decoys);

        var pem = string.Join("\n", Convert.ToBase64String(Bytes(300)).Chunk(64).Select(line => new string(line)));
        yield return ("replicated.conf", $$"""
            { "LogLevel": "debug", "DaemonAuthenticationType": "password", "DaemonAuthenticationPassword": "{{rabbit}} 1", "build": "{{commit}}" }
            {"rabbitmq_password":{"value":"{{rabbit}}"},"github_client_secret":{"value":"{{oauth}}"},"id":"{{uuid}}"}
            -----BEGIN RSA PRIVATE KEY-----
            {{pem}}
            -----END RSA PRIVATE KEY-----
            layer {{layer}} digest {{digest}}
            """, [rabbit, oauth, .. pem.Split('\n')], decoys);

        // As SystemSource, docker inspect and a database's log have them.
        var (word, login, user) = (Word(10), Word(9) + "!", Word(6));
        yield return ("ps.txt", $"""
              PID USER     %CPU ARGS
             1201 root      0.0 /usr/bin/docker login -u {user} -p {word} registry.example
             1202 root      0.0 docker run -d -p 8080:80 --name {layer} travis/te-main@sha256:{digest} --build {uuid}
             1203 mysql     0.0 mysqldump --host db -u{user} -p{word} travis_{layer}
             1204 root      0.0 sh -c redis-cli -h 10.0.0.5 -p 6379 -a {login} info; echo {commit}
             1205 root      0.0 curl -fsSu {user}:{login} -o /tmp/{layer} https://x/{commit}
             1206 root      0.0 sshpass -p {login} ssh -p 2222 {user}@worker {uuid}
             1207 root      0.0 ldapsearch -x -D cn={user} -w {word} -b dc=x
             1208 redis     0.1 redis-server *:6379 --requirepass {word} --masterauth {login}
             1209 root      0.0 rabbitmqctl add_user {user} {login}
            CONTAINER ID   IMAGE   COMMAND   CREATED
            {layer}   redis   "docker-entrypoint.sh redis-server --requirepass {word}"   3 days ago   Up 3 days   0.0.0.0:6379->6379/tcp   {layer}
            """, [word, login], [.. decoys, "-p 8080:80", "-p 6379", "-p 2222", user, "travis_" + layer, "3 days ago"]);

        yield return ("inspect-pretty.json", $$"""
            [
              {
                "Id": "{{digest}}",
                "Args": [
                  "--requirepass",
                  "{{word}}",
                  "--token",
                  "{{session}}",
                  "--commit",
                  "{{commit}}"
                ],
                "Config": { "Cmd": ["mysqladmin","-u{{user}}","-p{{login}}","status"], "Entrypoint": ["docker","login","-p","{{word}}"], "Image": "{{layer}}" },
                "Env": ["DBPASS={{word}}","SMTP_PWD={{login}}","DB_PW={{word}}","PUBLIC_REPO_TOKEN={{login}}","OLDPWD=/{{layer}}","PUBLIC_KEY={{uuid}}"]
              }
            ]
            """, [word, login, session], [.. decoys, user, "/" + layer]);

        yield return ("postgresql.log", $"""
            2018-04-18 12:14:22 UTC [311] ERROR:  permission denied for {user}
            2018-04-18 12:14:22 UTC [311] STATEMENT:  ALTER USER {user} WITH PASSWORD '{login}'
            2018-04-18 12:14:23 UTC [311] FATAL:  password authentication failed for user "{user}" {uuid}
            2018-04-18 12:14:24 UTC [312] DETAIL:  dial amqp://{user}:p@{word}/{login}@10.0.0.5/travis and https://x/@{layer}/{commit}
            2018-04-18 12:14:25 UTC [312] LOG:  notify https://hooks.slack.com/services/T{word.ToUpperInvariant()}/B{word.ToUpperInvariant()}/{bearer} hvs.{bearer}
            """, [word, login, bearer], [.. decoys[..2], layer, user, "hooks.slack.com/services/", "10.0.0.5/travis"]);

        var lines = pem.Split('\n');
        string Behind(string prefix, params string[] all) => string.Join("\n", all.Select((line, i) => prefix.Replace("N", (10 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)) + line));
        yield return ("journal.txt", $"""
            2018-04-18T12:14:09+0000 host travis-worker[12]: started {uuid}
            {Behind("2018-04-18T12:14:N+0000 host travis-worker[12]: ", ["-----BEGIN RSA PRIVATE KEY-----", .. lines, "-----END RSA PRIVATE KEY-----"])}
            2018-04-18T12:14:59+0000 host travis-worker[12]: image {digest}
            """, lines, [uuid, digest]);
        yield return ("docker-timestamps.txt", Behind("2018-04-18T12:14:N.123456789Z ", [lines[1][20..], .. lines[2..], "-----END RSA PRIVATE KEY-----", commit]), lines[2..], [commit]);
        yield return ("0-json.log", Behind("", ["-----BEGIN RSA PRIVATE KEY-----", .. lines, "-----END RSA PRIVATE KEY-----", commit]).Split('\n')
            .Aggregate("", (all, line) => all + $"{{\"log\":\"{line}\\n\",\"stream\":\"stdout\",\"time\":\"2018-04-18T12:14:22.123456789Z\"}}\n"), lines, [commit, "\"stream\":\"stdout\""]);
        yield return ("cut.log", $"{lines[2][30..]}\n{string.Join("\n", lines[3..])}\n-----END RSA PRIVATE KEY-----\n{uuid} {commit}\n", [.. lines[3..], lines[2][30..]], [uuid, commit]);
        yield return ("worker-env", $"""
            export DEPLOY_TOKEN={word}\
            {login}
            export ENCRYPTION_KEY="{Convert.ToBase64String(Bytes(45))}
              {Convert.ToBase64String(Bytes(40))}"
            # {commit}
            """ is var env ? env : "", [word, login, .. env.Split('"')[1].Split('\n').Select(line => line.Trim())], [commit]);

        var (pg, ht) = (Word(14), "$apr1$" + Word(8) + "$" + Word(22));
        yield return (".pgpass", $"db.example:5433:travis_production:travis:{pg}\n", [pg], []);
        yield return (".htpasswd", $"admin:{ht}\n", [ht], []);
    }
}
