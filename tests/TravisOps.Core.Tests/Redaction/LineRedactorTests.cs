using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>Patterns alone, in every notation that the files of an installation have.</summary>
public sealed class LineRedactorTests
{
    private const string R = LineRedactor.Mark;

    [Theory]
    [InlineData("export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"abc12345\"", $"export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"{R}\"")]
    [InlineData("# export TRAVIS_ENTERPRISE_SECURITY_TOKEN='it'\\''s me'", $"# export TRAVIS_ENTERPRISE_SECURITY_TOKEN='{R}'")]
    [InlineData("PGPASSWORD=my pass phrase", $"PGPASSWORD={R}")]
    [InlineData("password=abc user=bob", $"password={R} user=bob")]
    [InlineData("  encryption:\n    key: secretsecretsecret\n", $"  encryption:\n    key: {R}\n")]
    [InlineData("{\"encryption\":{\"key\":\"secretsecretsecret\"}}", $"{{\"encryption\":{{\"key\":\"{R}\"}}}}")]
    [InlineData("password: |\n  abc\n  def\nhost: x", $"password: |\n  {R}\nhost: x")]
    [InlineData("tokens:\n  internal: abcdef\n  other: 'xyz'\nhost: h", $"tokens:\n  internal: {R}\n  other: '{R}'\nhost: h")]
    [InlineData("{\"rabbitmq_password\":{\"value\":\"pa\\\"ss,word\"},\"x\":1}", $"{{\"rabbitmq_password\":{{\"value\":\"{R}\"}},\"x\":1}}")]
    [InlineData("[{\"Name\":\"rabbitmq_password\",\"Title\":\"RabbitMQ\",\"Value\":\"s3cr3tX\"}]", $"[{{\"Name\":\"rabbitmq_password\",\"Title\":\"RabbitMQ\",\"Value\":\"{R}\"}}]")]
    [InlineData("{\"a\":\"{\\\"password\\\":\\\"abc\\\",\\\"x\\\":1}\"}", $"{{\"a\":\"{{\\\"password\\\":\\\"{R}\\\",\\\"x\\\":1}}\"}}")]
    [InlineData("\"Env\": [\"PATH=/usr/bin\",\"DAEMON_TOKEN=abcd ef\",\"X=1\"]", $"\"Env\": [\"PATH=/usr/bin\",\"DAEMON_TOKEN={R}\",\"X=1\"]")]
    [InlineData("REPLICATED_OPTS=\" -e DAEMON_TOKEN=0f9e8d -e LOG_LEVEL=info\"", $"REPLICATED_OPTS=\" -e DAEMON_TOKEN={R} -e LOG_LEVEL=info\"")]
    [InlineData("\"DaemonAuthenticationPassword\": \"foo bar\",", $"\"DaemonAuthenticationPassword\": \"{R}\",")]
    [InlineData("<password>abc</password><add key=\"api_token\" value=\"xyz\"/>", $"<password>{R}</password><add key=\"api_token\" value=\"{R}\"/>")]
    [InlineData("clientSecret => 'abc', x => 1", $"clientSecret => '{R}', x => 1")]
    [InlineData("mysql --password hunter2 --host x", $"mysql --password {R} --host x")]
    [InlineData("machine github.com login bob password hunter2", $"machine github.com login bob password {R}")]
    [InlineData("curl -H 'Authorization: token 0123456789abcdef' https://x", $"curl -H 'Authorization: token {R}' https://x")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", $"Authorization: Basic {R}")]
    [InlineData("Set-Cookie: _travis=abc; path=/; HttpOnly", $"Set-Cookie: {R}")]
    [InlineData("GET /x?access_token=abc&b=2 HTTP/1.1", $"GET /x?access_token={R}&b=2 HTTP/1.1")]
    [InlineData("amqp://travis:p/w#x!y@host.example:5672/travis", $"amqp://travis:{R}@host.example:5672/travis")]
    [InlineData("https://0123456789abcdef0123456789abcdef01234567@github.com/x", $"https://{R}@github.com/x")]
    [InlineData("db:5432:travis_production:travis:geheim", $"db:5432:travis_production:travis:{R}")]
    [InlineData("user:$apr1$abcdefgh$ABCDEFGHIJKLMNOPQRSTU.", $"user:{R}")]
    [InlineData("x ghp_0123456789abcdefghijABCDEFGHIJ012345 y AKIAIOSFODNN7EXAMPLE", $"x {R} y {R}")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIabc+/=\nabcd==\n-----END RSA PRIVATE KEY-----\nnext", $"-----BEGIN RSA PRIVATE KEY-----\n{R}\n-----END RSA PRIVATE KEY-----\nnext")]
    [InlineData("{\"k\":\"-----BEGIN PRIVATE KEY-----\\nMIIabc\\nabc=\\n-----END PRIVATE KEY-----\\n\"}", $"{{\"k\":\"-----BEGIN PRIVATE KEY-----\\n{R}\\n-----END PRIVATE KEY-----\\n\"}}")]
    [InlineData("using key: \"0123456789abcdef0123456789abcdef\"", $"using key: \"{R}\"")]
    [InlineData("the token 9f8e7d6c5b4a39281706f5e4d3c2b1a0 was refused", $"the token {R} was refused")]
    [InlineData("docker login -u ci -p S3cretPw1 registry.example", $"docker login -u ci -p {R} registry.example")]
    [InlineData("ci  1 0:00 /usr/bin/docker --debug login --username ci -pS3cretPw1", $"ci  1 0:00 /usr/bin/docker --debug login --username ci -p{R}")]
    [InlineData("\"docker login -u ci -p S3cretPw1\"   3 days ago   Up 3 days   0.0.0.0:80->80/tcp", $"\"docker login -u ci -p {R}\"   3 days ago   Up 3 days   0.0.0.0:80->80/tcp")]
    [InlineData("{\"Cmd\":[\"docker\",\"login\",\"-u\",\"ci\",\"-p\",\"S3cretPw1\"],\"Id\":\"x\"}", $"{{\"Cmd\":[\"docker\",\"login\",\"-u\",\"ci\",\"-p\",\"{R}\"],\"Id\":\"x\"}}")]
    [InlineData("mysql -uroot -pS3cretPw1 travis", $"mysql -uroot -p{R} travis")]
    [InlineData("mysqldump -u root -p'S3cret Pw1' travis >x", $"mysqldump -u root -p'{R}' travis >x")]
    [InlineData("[\"mysqladmin\",\"-uroot\",\"-pS3cretPw1\",\"status\"]", $"[\"mysqladmin\",\"-uroot\",\"-p{R}\",\"status\"]")]
    [InlineData("sshpass -p S3cretPw1 ssh -p 2222 travis@worker-1", $"sshpass -p {R} ssh -p 2222 travis@worker-1")]
    [InlineData("redis-cli -h 10.0.0.5 -p 6379 -a S3cretPw1 ping", $"redis-cli -h 10.0.0.5 -p 6379 -a {R} ping")]
    [InlineData("sh -c \"redis-cli -a S3cretPw1\"", $"sh -c \"redis-cli -a {R}\"")]
    [InlineData("curl -u admin:S3cretPw1 10.0.0.5", $"curl -u admin:{R} 10.0.0.5")]
    [InlineData("curl -fsSu \"admin:S3cret Pw1\" https://x -o y", $"curl -fsSu \"admin:{R}\" https://x -o y")]
    [InlineData("curl -uadmin:'S3cretPw1' -X PUT x", $"curl -uadmin:'{R}' -X PUT x")]
    [InlineData("curl --user admin:S3cretPw1 \\\n  --proxy-user p:S3cretPw1 x", $"curl --user admin:{R} \\\n  --proxy-user p:{R} x")]
    [InlineData("curl -s \\\n  -u admin:S3cretPw1 \\\n  https://x", $"curl -s \\\n  -u admin:{R} \\\n  https://x")]
    [InlineData("curl -u 0123456789abcdef0123456789abcdef01234567:x-oauth-basic https://api.github.com", $"curl -u {R}:x-oauth-basic https://api.github.com")]
    [InlineData("ldapsearch -x -D cn=admin,dc=x -w S3cretPw1 -b dc=x uid=bob", $"ldapsearch -x -D cn=admin,dc=x -w {R} -b dc=x uid=bob")]
    [InlineData("rabbitmqctl add_user travis S3cretPw1", $"rabbitmqctl add_user travis {R}")]
    [InlineData("docker exec travis rabbitmqctl -n rabbit@x change_password travis \"S3cret Pw1\"", $"docker exec travis rabbitmqctl -n rabbit@x change_password travis \"{R}\"")]
    [InlineData("redis-server *:6379 --requirepass S3cretPw1 --masterauth S3cretPw1", $"redis-server *:6379 --requirepass {R} --masterauth {R}")]
    [InlineData("requirepass S3cretPw1\nmasterauth \"S3cretPw1\"\nport 6379", $"requirepass {R}\nmasterauth \"{R}\"\nport 6379")]
    [InlineData("redis.conf: CONFIG SET requirepass S3cretPw1", $"redis.conf: CONFIG SET requirepass {R}")]
    [InlineData("\"Args\":[\"--password\",\"S3cretPw1\"],\"X\":1", $"\"Args\":[\"--password\",\"{R}\"],\"X\":1")]
    [InlineData("\"Cmd\": [\n  \"x\",\n  \"--token\",\n  \"3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708\",\n  \"--debug\"\n]", $"\"Cmd\": [\n  \"x\",\n  \"--token\",\n  \"{R}\",\n  \"--debug\"\n]")]
    [InlineData("{\"log\":\"{\\\"Args\\\":[\\\"--password\\\",\\\"S3cretPw1\\\"]}\"}", $"{{\"log\":\"{{\\\"Args\\\":[\\\"--password\\\",\\\"{R}\\\"]}}\"}}")]
    [InlineData("['--api-key', 'S3cretPw1', '--port', '80']", $"['--api-key', '{R}', '--port', '80']")]
    [InlineData("command:\n  - serve\n  - --password\n  - S3cretPw1\n  - --port\n  - 80", $"command:\n  - serve\n  - --password\n  - {R}\n  - --port\n  - 80")]
    [InlineData("\"docker-entrypoint --db-password S3cretPw1\"", $"\"docker-entrypoint --db-password {R}\"")]
    [InlineData("DBPASS=S3cretPw1 SMTPPASS=S3cretPw1 DBPWD=S3cretPw1 SSHPASS=S3cretPw1", $"DBPASS={R} SMTPPASS={R} DBPWD={R} SSHPASS={R}")]
    [InlineData("DB_PW=S3cretPw1\nx.pw: S3cretPw1\n", $"DB_PW={R}\nx.pw: {R}\n")]
    [InlineData("{\"pw\":\"S3cretPw1\",\"db_pw\":\"S3cretPw1\"} --pw S3cretPw1", $"{{\"pw\":\"{R}\",\"db_pw\":\"{R}\"}} --pw {R}")]
    [InlineData("PUBLIC_REPO_TOKEN=S3cretPw1 TRAVIS_PUBLIC_API_PASSWORD=S3cretPw1 secret_id=S3cretPw1", $"PUBLIC_REPO_TOKEN={R} TRAVIS_PUBLIC_API_PASSWORD={R} secret_id={R}")]
    [InlineData("https://x.blob.core.windows.net/c?sv=2017-04-17&sr=c&sig=aB3%2FdE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9%3D&se=2018", $"https://x.blob.core.windows.net/c?sv=2017-04-17&sr=c&sig={R}&se=2018")]
    [InlineData("SharedAccessSignature=sv=2017&sig=aB3%2FdE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9%3D", $"SharedAccessSignature=sv=2017&sig={R}")]
    [InlineData("notify https://hooks.slack.com/services/T0ABCDEFG/B0ABCDEFG/aB3dE5fG7hI9jK1lM3nO5pQ7 now", $"notify https://hooks.slack.com/services/{R} now")]
    [InlineData("x xoxe-1-ABCDEFGHIJKL y", $"x {R} y")]
    [InlineData("x xoxd-ABC%2FDEFGHIJKL%3D%3D; y", $"x {R}; y")]
    [InlineData("vault hvs.CAESIJabcdefghijklmnopqrst ok", $"vault {R} ok")]
    [InlineData("STATEMENT:  ALTER USER travis WITH PASSWORD 'S3cret!pw'", $"STATEMENT:  ALTER USER travis WITH PASSWORD '{R}'")]
    [InlineData("couldn't: create role x encrypted password E'S3cret!pw' login", $"couldn't: create role x encrypted password E'{R}' login")]
    [InlineData("{\"q\":\"GRANT ALL ON *.* TO 'x'@'%' IDENTIFIED BY 'S3cret!pw' WITH GRANT OPTION\"}", $"{{\"q\":\"GRANT ALL ON *.* TO 'x'@'%' IDENTIFIED BY '{R}' WITH GRANT OPTION\"}}")]
    [InlineData("CREATE USER x IDENTIFIED WITH mysql_native_password BY 'S3cret!pw'", $"CREATE USER x IDENTIFIED WITH mysql_native_password BY '{R}'")]
    [InlineData("amqp://travis:p@ss/w0rd@host/travis x", $"amqp://travis:{R}@host/travis x")]
    [InlineData("amqp://u:12/ab@h", $"amqp://u:{R}@h")]
    [InlineData("redis://:a@b@10.0.0.5:6379/0", $"redis://:{R}@10.0.0.5:6379/0")]
    [InlineData("amqp://u:p@ss@h1/v,amqp://u:q@ss@h2/v", $"amqp://u:{R}@h1/v,amqp://u:{R}@h2/v")]
    [InlineData("https://bob:p@ss/w0rd@git.example.com/x", $"https://bob:{R}@git.example.com/x")]
    [InlineData("https://bob:S3cretPw1@npm.example.com/@scope/pkg@1.2.3", $"https://bob:{R}@npm.example.com/@scope/pkg@1.2.3")]
    [InlineData("encryption_key: \"AAAAbbbbCCCC\n  BBBB==\"\nhost: x", $"encryption_key: \"{R}\"\nhost: x")]
    [InlineData("export TOKEN=abc\\\ndef\nexport A=b", $"export TOKEN={R}\nexport A=b")]
    [InlineData("run TOKEN=abc\\\ndef next", $"run TOKEN={R} next")]
    [InlineData("encryption_key: | # from the vault\n  S3cretPw1\n  S3cretPw2\nhost: x", $"encryption_key: | # from the vault\n  {R}\nhost: x")]
    [InlineData("encryption_key: &anchor |-\n  S3cretPw1\nhost: x", $"encryption_key: &anchor |-\n  {R}\nhost: x")]
    [InlineData("if password==\"S3cretPw1\" or password == 'S3cretPw1'", $"if password==\"{R}\" or password == '{R}'")]
    [InlineData("AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", $"{R},{R}")]
    [InlineData("AKIAIOSFODNN7EXAMPLE 3f2a1b4c5d6e7f8091a2b3c4d5e6f70819aabbcc", $"{R} 3f2a1b4c5d6e7f8091a2b3c4d5e6f70819aabbcc")]
    [InlineData("Server=x;Uid=travis;Pwd=hunter22;Port=1 PWD=hunter22", $"Server=x;Uid=travis;Pwd={R};Port=1 PWD={R}")]
    [InlineData("last_token_tried=\"abc...\" rate_limit=5", $"last_token_tried=\"{R}\" rate_limit=5")]
    public void Takes_the_secret_and_nothing_else(string text, string expected) => Assert.Equal(expected, LineRedactor.Redact(text));

    [Theory]
    [InlineData("export AMQP_URI=\"amqp://travis:${TRAVIS_ENTERPRISE_SECURITY_TOKEN:-travis}@${TRAVIS_ENTERPRISE_HOST:-localhost}/travis\"")]
    [InlineData("https://host:443/x@y commit=3f2a1b4c5d6e7f8091a2b3c4d5e6f70819aabbcc uuid=edd9471b-e0bc-4ea0-4dfc-a94718ddf621 key_id=abc")]
    [InlineData("image sha256:3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708")]
    [InlineData("author=me bypass=1 compass: north passed: 3 tokens=5 max_tokens=1000 token_type=bearer")]
    [InlineData("ssl_key_path: /etc/travis/ssl/rabbitmq.key")]
    [InlineData("password_min_length: 12 key: /etc/ssl/private/x.pem password: ${PASSWORD}")]
    [InlineData("time=\"2018-04-18T12:14:22Z\" level=info msg=\"worker started\" pid=1 self=cli")]
    [InlineData("{\"Authorization\":null,\"Log\":[\"awslogs\"],\"password\":null,\"x\":1}")]
    [InlineData("docker run -d -p 8080:80 --name x login-service")]
    [InlineData("docker login -u ci registry.example")]
    [InlineData("sudo docker pull travisci/ci-garnet:packer-1 -p")]
    [InlineData("mysql -uroot -p travis_production -P 3306")]
    [InlineData("\"mysql -p\"   5 weeks ago   Up")]
    [InlineData("sshpass -e ssh -p 2222 travis@worker-1")]
    [InlineData("redis-cli -h 10.0.0.5 -p 6379 ping")]
    [InlineData("curl -u admin https://x -p -a y:z")]
    [InlineData("curl -fsSLo /tmp/a:b https://x/u:v")]
    [InlineData("wget -p -a log:file https://x")]
    [InlineData("apt-get install mysql-client curl -y; ldapsearch -x -W -b dc=x")]
    [InlineData("rabbitmqctl list_users -p / travis name")]
    [InlineData("[\"--password-file\",\"/run/secrets/x\",\"--token-ttl\",\"30\"] [\"--password\",\"--host\"]")]
    [InlineData("docker login --password-stdin registry.example")]
    [InlineData("bypass=1 compass: north encompass=x surpass=2 OLDPWD=/root PUBLIC_KEY=abcd public_ssh_key: x PublicKeyToken=b77a5c561934e089")]
    [InlineData("pwm=3 apw=2 signal=9 design=x sig=11")]
    [InlineData("container identified by 'abcdef' not found, password authentication failed for user \"bob\"")]
    [InlineData("hooks.slack.com/services/ and xoxo- hvs.x")]
    [InlineData("https://registry.example/@scope/pkg@1.2.3 https://host:443/a@b.example.com/c")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIabc\n-----END PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----")]
    [InlineData("before NVdlVl1SL8O8MFlweFVQMXB7dTU7MXtZdsOkUWdIdE9AZnY8TSA+Pw== after \"TSA/Pw==\", next")]
    [InlineData("password=REDACTED-0123456789ab")]
    [InlineData("sudo:      bob : TTY=pts/0 ; PWD=/var/lib/replicated ; USER=root ; COMMAND=/bin/df")]
    [InlineData("PWD=/\nOLDPWD=/root\n\"PWD=/app\",\"PWD\":\"/srv/x\" PWD=C:\\Users\\bob")]
    [InlineData("task-a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY sk-this-is-a-name-of-words-and-no-token-at-all key-0123 ldapi0123")]
    public void Leaves_what_is_no_secret(string text) => Assert.Equal(text, LineRedactor.Redact(text));

    [Theory]
    [InlineData("TRAVIS_ENTERPRISE_SECURITY_TOKEN", SecretNameKind.Secret)]
    [InlineData("clientSecret", SecretNameKind.Secret)]
    [InlineData("rabbitmq-password", SecretNameKind.Secret)]
    [InlineData("PGPASSWORD", SecretNameKind.Secret)]
    [InlineData("AWSSecretKey", SecretNameKind.Secret)]
    [InlineData("API_KEY2", SecretNameKind.Secret)]
    [InlineData("oauth2.client_secret", SecretNameKind.Secret)]
    [InlineData("encryption.key", SecretNameKind.Secret)]
    [InlineData("SMTPPASS", SecretNameKind.Secret)]
    [InlineData("DBPWD", SecretNameKind.Secret)]
    [InlineData("DB_PW", SecretNameKind.Secret)]
    [InlineData("PUBLIC_REPO_TOKEN", SecretNameKind.Secret)]
    [InlineData("PUBLIC_KEY_PASSWORD", SecretNameKind.Secret)]
    [InlineData("secret_id", SecretNameKind.Secret)]
    [InlineData("requirepass", SecretNameKind.Secret)]
    [InlineData("key", SecretNameKind.Maybe)]
    [InlineData("public_key", SecretNameKind.None)]
    [InlineData("key_id", SecretNameKind.None)]
    [InlineData("token_type", SecretNameKind.None)]
    [InlineData("PUBLIC_SSH_KEYS", SecretNameKind.None)]
    [InlineData("encompass", SecretNameKind.None)]
    [InlineData("client_id", SecretNameKind.None)]
    [InlineData("monkey", SecretNameKind.None)]
    [InlineData("author", SecretNameKind.None)]
    [InlineData("POOL_SIZE", SecretNameKind.None)]
    public void Knows_a_secret_by_its_name(string name, SecretNameKind kind) => Assert.Equal(kind, SecretNames.Classify(name));

    /// <summary>A token goes behind an escape or a colour, and whole when it is longer than its maker says.</summary>
    [Theory]
    [InlineData("\\u0022*\\u0022")]
    [InlineData("x\\u003d*")]
    [InlineData("x\\x3d*")]
    [InlineData("x\\075*")]
    [InlineData("x%253D*&b=1")]
    [InlineData("\u001b[32m*\u001b[0m")]
    [InlineData("\\x1b[1;32m*\\x1b[0m")]
    public void A_token_goes_behind_an_escape(string around)
    {
        var token = "ghp_" + string.Concat(Enumerable.Repeat("a8F3kQ9zLm2X", 3));

        Assert.Equal(around.Replace("*", R), LineRedactor.Redact(around.Replace("*", token)));
        Assert.Equal(around.Replace("*", R), LineRedactor.Redact(around.Replace("*", "ghs_" + string.Concat(Enumerable.Repeat(token[4..], 10)))));
        Assert.Equal(around.Replace("*", R), LineRedactor.Redact(around.Replace("*", "eyJhbGciOiJIUzI1NiJ9." + string.Concat(Enumerable.Repeat(token[4..], 350)) + "." + token[4..])));
    }

    /// <summary>Of a run of prefixes only one hit is made, and the run is read once: 25,000 hits of 100 kB each would take minutes.</summary>
    [Theory]
    [InlineData("eyJ.")]
    [InlineData("eyJx.")]
    [InlineData("ghp_")]
    public void A_run_of_prefixes_is_one_token(string prefix) => Assert.Equal(R, LineRedactor.Redact(string.Concat(Enumerable.Repeat(prefix, 25_000))));

    [Theory]
    [InlineData("GOCSPX-a8F3kQ9zLm2XcV7bN4tYabcdefgh")]
    [InlineData("dckr_oat_a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2X")]
    [InlineData("glrt-a8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("gloas-a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("glcbt-64_a8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("ATATT3xFfGF0a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY=1A2B")]
    [InlineData("AKCp8a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("sk-ant-api03-a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("sk-proj-a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("sk-a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("glsa_a8F3kQ9zLm2XcV7bN4tYab_12345678")]
    [InlineData("glc_eyJa8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY=")]
    [InlineData("whsec_a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("rubygems_0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("NRAK-ABCDEFGHIJKLMNOPQRSTUVWXYZ1")]
    [InlineData("HRKU-AAa8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("key-0123456789abcdef0123456789abcdef")]
    [InlineData("dapi0123456789abcdef0123456789abcdef")]
    [InlineData("sq0atp-a8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("pscale_tkn_a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("lin_api_a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    [InlineData("dp.pt.a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY")]
    public void Knows_a_token_by_its_prefix(string token)
    {
        Assert.Equal($"x {R}, y", LineRedactor.Redact($"x {token}, y"));
        Assert.Equal($"\"{R}\"", LineRedactor.Redact($"\"{token}\""));
    }

    [Fact]
    public void Equal_secrets_have_one_pseudonym_within_a_case_and_another_in_the_next()
    {
        using var one = new Pseudonyms();
        using var other = new Pseudonyms();

        var first = LineRedactor.Redact("password=abc", one);

        Assert.Equal(first, LineRedactor.Redact("password='abc'", one).Replace("'", string.Empty));
        Assert.NotEqual(first, LineRedactor.Redact("password=abd", one));
        Assert.NotEqual(first, LineRedactor.Redact("password=abc", other));
    }

    /// <summary>Notations of other languages, tools and encodings.</summary>
    [Theory]
    [InlineData("{'db_password': u'S3cretPw1', 'x': 1}", $"{{'db_password': u'{R}', 'x': 1}}")]
    [InlineData("password=b'S3cretPw1' x", $"password=b'{R}' x")]
    [InlineData("DB_TOKEN=$'S3cret Pw1' x", $"DB_TOKEN=$'{R}' x")]
    [InlineData("T_TOKEN=\"abc\"'S3cretPw1'", $"T_TOKEN=\"{R}\"'{R}'")]
    [InlineData("T_TOKEN='abc'S3cretPw1 x", $"T_TOKEN='{R}'{R} x")]
    [InlineData("{rabbit,[{default_user,<<\"guest\">>},{default_pass,<<\"S3cretPw1\">>},{x,1}]}", $"{{rabbit,[{{default_user,<<\"guest\">>}},{{default_pass,<<\"{R}\">>}},{{x,1}}]}}")]
    [InlineData("args: [--password, S3cretPw1, --host, x]", $"args: [--password, {R}, --host, x]")]
    [InlineData("redis-server\0--requirepass\0S3cretPw1\0--port\06379", $"redis-server\0--requirepass\0{R}\0--port\06379")]
    [InlineData("{\"value\":\"S3cretPw1\",\"name\":\"DB_PASSWORD\"},{\"value\":\"x\",\"name\":\"HOST\"}", $"{{\"value\":\"{R}\",\"name\":\"DB_PASSWORD\"}},{{\"value\":\"x\",\"name\":\"HOST\"}}")]
    [InlineData("env:\n- value: S3cretPw1\n  name: DB_PASSWORD\n- value: x\n  name: HOST\n", $"env:\n- value: {R}\n  name: DB_PASSWORD\n- value: x\n  name: HOST\n")]
    [InlineData("env:\n- value: h1\n  name: HOST\n- name: DB_PASSWORD\n  value: S3cretPw1\n", $"env:\n- value: h1\n  name: HOST\n- name: DB_PASSWORD\n  value: {R}\n")]
    [InlineData("<password type=\"plain\">S3cretPw1</password><x>y</x>", $"<password type=\"plain\">{R}</password><x>y</x>")]
    [InlineData("<ns:password>S3cretPw1</ns:password>", $"<ns:password>{R}</ns:password>")]
    [InlineData("<password><![CDATA[S3cretPw1<]]></password>", $"<password><![CDATA[{R}]]></password>")]
    [InlineData("password = \"\"\"\nS3cretPw1\nabc\"\"\"\nx = 1", $"password = \"\"\"{R}\"\"\"\nx = 1")]
    [InlineData("password = <<EOF\nS3cretPw1\nEOF\nx = 1", $"password = <<EOF\n{R}\nEOF\nx = 1")]
    [InlineData("{&quot;password&quot;:&quot;S3cretPw1&quot;,&quot;x&quot;:1}", $"{{&quot;password&quot;:&quot;{R}&quot;,&quot;x&quot;:1}}")]
    [InlineData("Content-Disposition: form-data; name=\"password\"\r\n\r\nS3cretPw1\r\n--b--", $"Content-Disposition: form-data; name=\"password\"\r\n\r\n{R}\r\n--b--")]
    [InlineData("\u001b[32mpassword\u001b[0m=\u001b[33mS3cretPw1\u001b[0m x", $"\u001b[32mpassword\u001b[0m=\u001b[33m{R}\u001b[0m x")]
    [InlineData("default login me password S3cretPw1", $"default login me password {R}")]
    [InlineData("GET /x?next=%2Fy%3Fpassword%3DS3cretPw1%26a%3D1 200", $"GET /x?next=%2Fy%3Fpassword%3D{R}%26a%3D1 200")]
    [InlineData("{\"msg\":\"a\\u0026password\\u003dS3cretPw1\\u0026b\"}", $"{{\"msg\":\"a\\u0026password\\u003d{R}\\u0026b\"}}")]
    [InlineData("ENV DB_PASSWORD S3cretPw1\nRUN x", $"ENV DB_PASSWORD {R}\nRUN x")]
    public void Other_notations(string text, string expected) => Assert.Equal(expected, LineRedactor.Redact(text));

    /// <summary>What tells what went wrong is worth more than what may be a password that is called so.</summary>
    [Theory]
    [InlineData("token: expired")]
    [InlineData("password: incorrect for user bob")]
    [InlineData("\"token\":\"invalid\"")]
    [InlineData("access token: rejected, see the log")]
    [InlineData("u'password' is required; <token expired>")]
    [InlineData("- value: h1\n  name: HOST\n- name: x\n")]
    public void What_tells_of_a_fault_stays(string text) => Assert.Equal(text, LineRedactor.Redact(text));

    [Fact]
    public void Behind_a_word_for_a_fault_the_secret_goes() => Assert.DoesNotContain("9f8e7d6c", LineRedactor.Redact("token: invalid 9f8e7d6c5b4a39281706f5e4d3c2b1a0"));

    [Theory]
    [InlineData("password: missing piece of cake")]
    [InlineData("DB_PASSWORD='wrong horse battery staple'")]
    [InlineData("{\"password\":\"unknown pleasures\"}")]
    public void A_pass_phrase_may_begin_with_such_a_word(string text) => Assert.DoesNotMatch("piece|horse|pleasures", LineRedactor.Redact(text));

    /// <summary>A line of megabytes has thousands of names, and none of them looks at all that stands before it.</summary>
    [Fact]
    public void How_far_a_name_looks_back_does_not_grow_with_its_line()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"id\":1,\"api_key\":\"none\",\"auth\":true},", 10_000)) + "\"password\":\"S3cretPw1\"");
        var start = text.AsSpan().LastIndexOf("password"u8);

        var place = new NamePlace(text, start, start + 8);

        Assert.InRange(start - place.LineStart, 1, NamePlace.MaxLineStart);
        Assert.False(place.IsFirst);
        Assert.DoesNotContain("S3cretPw1", LineRedactor.Redact(Encoding.ASCII.GetString(text)));
    }

    /// <summary>What stands in each other is read once and not at each level.</summary>
    [Theory]
    [InlineData("\"token\":{\"a\":\"Planted1\",")]
    [InlineData("- token:\n  a: Planted1\n")]
    [InlineData("token=Planted1\\\n")]
    public void What_is_read_does_not_grow_with_the_depth(string line)
    {
        var text = string.Concat(Enumerable.Repeat(line, 5_000));
        var hits = new PatternHits();

        SecretPatterns.Find(Encoding.ASCII.GetBytes(text), hits);

        Assert.InRange(hits.Count, 1, 2 * 5_000);
        Assert.InRange(hits.Sum(hit => (long)hit.End - hit.Start), 1, 20 * text.Length);
        Assert.DoesNotContain("Planted", LineRedactor.Redact(text), StringComparison.Ordinal);
    }

    /// <summary>Whatever stands between the lines of a key and around them.</summary>
    [Theory]
    [InlineData("{{\"time\":\"2026-11-26T21:00:{0:00}Z\",\"log\":\"{1}\\n\"}}\n")]
    [InlineData("time=2026-11-26T21:00:{0:00}Z level=info msg=\"{1}\"\n")]
    [InlineData("\"{1}\",")]
    [InlineData("'{1}', ")]
    [InlineData("{1}&#10;")]
    [InlineData("{1}<br>")]
    [InlineData("{1}|")]
    [InlineData("{1};")]
    [InlineData("{1},")]
    [InlineData("{1}\\r\\n")]
    public void Lines_of_a_key_go_whatever_stands_around_them(string line)
    {
        var key = KeyLines();
        string[] lines = ["-----BEGIN RSA PRIVATE KEY-----", .. key, "-----END RSA PRIVATE KEY-----"];

        var text = LineRedactor.Redact(string.Concat(lines.Select((one, i) => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, i, one))) + "kept");

        Assert.All(key, one => Assert.DoesNotContain(one, text, StringComparison.Ordinal));
        Assert.EndsWith("kept", text, StringComparison.Ordinal);
        Assert.Contains("-----END RSA PRIVATE KEY-----", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_PuTTY_and_SSH2_and_a_PEM_file_in_base64_go_and_a_certificate_stays()
    {
        var key = KeyLines();
        var lines = string.Join("\n", key);
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes($"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n"));
        var certificate = Convert.ToBase64String(Encoding.ASCII.GetBytes($"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"));

        var text = LineRedactor.Redact($"Public-Lines: 1\nAAAA\nPrivate-Lines: 9\n{lines}\nPrivate-MAC: 00\n---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{lines}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\nDATA: {encoded} CERT: {certificate}");

        Assert.All(key, one => Assert.DoesNotContain(one, text, StringComparison.Ordinal));
        Assert.EndsWith($"DATA: {R} CERT: {certificate}", text, StringComparison.Ordinal);
    }

    private static string[] KeyLines()
    {
        var random = new Random(3);
        var bytes = new byte[8 * 48];
        random.NextBytes(bytes);
        return [.. Convert.ToBase64String(bytes).Chunk(64).Select(line => new string(line)), "Zx9="];
    }

    [Fact]
    public void A_quoted_value_may_have_many_lines()
    {
        var lines = string.Join("\n", Enumerable.Range(0, 60).Select(i => $"planted words of line {i} that nobody is to read"));

        Assert.DoesNotContain("planted", LineRedactor.Redact($"password=\"{lines}\"\nkept=1\n"), StringComparison.Ordinal);
    }

    /// <summary>Brackets, pairs, words, terms of Erlang, sessions and the base64 of a user and a password.</summary>
    [Theory]
    [InlineData("ENV['TOKEN'] = '«xabc»'; params[\"token\"] = \"«xabc»\"; os.environ['TOKEN'] = '«xabc»'")]
    [InlineData("m[\"password\"]=\"«x1bc»\"; m[ \"password\" ] = \"«x1bc»\", $config['db']['password'] = '«xuu»';")]
    [InlineData("User Load (0.5ms)  SELECT * FROM users WHERE token = $1  [[\"token\", \"«x y»\"], [\"id\", 5], [\"access_token\", \"«ab,c»\"]]")]
    [InlineData("INSERT INTO \"users\" (\"token\", \"user_id\", \"created_at\") VALUES ($1, $2)  [[\"token\", \"«xzzz»\"], [\"user_id\", 1]]")]
    [InlineData("('password', '«xa9»') define('DB_PASSWORD', '«xa9»'); os.Setenv(\"TOKEN\", \"«xa9»\")")]
    [InlineData("{\"required\": [\"password\", \"hosty\"], \"a\": [\"token\",\"userid\",\"x\"]}")]
    [InlineData("1.2 [0 127.0.0.1:1] \"AUTH\" \"«xa9»\"")]
    [InlineData("1.2 [0 127.0.0.1:1] \"AUTH\" \"user\" \"«xa9»\"")]
    [InlineData("1.2 [0 127.0.0.1:1] \"CONFIG\" \"SET\" \"requirepass\" \"«x y»\"")]
    [InlineData("DETAIL:  Key (token)=(«xab») already exists.")]
    [InlineData("DETAIL:  Key (user_id, access_token)=(«1, x)y») already exists.")]
    [InlineData("{\"err\":\"Key (\\\"accessToken\\\")=(«xabc») is not present in table \\\"x\\\".\"}")]
    [InlineData("proxy_set_header Authorization \"Basic «dHJhdmlzOmh1bnRlcjI=»\"; a \"Basic «dTpjb3JyZWN0aG9yc2U=»\" Basic usage")]
    [InlineData("//registry.npmjs.org/:_auth=\"«dHJhdmlzOmh1bnRlcjI=»\" auth: enabled, \"auth\":\"none\"")]
    [InlineData("erl -setcookie «ABC» -sname x; \"Cmd\":[\"erl\",\"-setcookie\",\"«ABC»\"], tcp_syncookies = 1 cookie: enabled")]
    [InlineData("{<<\"password\">>,<<\"«xa»\">>},{cookie, «xb»},#{password => <<\"«xc»\">>, a => 1}, password = <<\"«xd»\">>, {password,[«99,111»]}, {cookie,undefined}")]
    [InlineData("{amqp_params_network,<<\"gu\">>,<<\"«pw»\">>,<<\"/\">>,\"host\",5672} {amqp_params_direct,<<\"gu\">>,{plaintext,<<\"«pwx»\">>},<<\"/\">>}")]
    [InlineData("\"session_id\"=>\"«4f8a1c2e9b7d6053f1e2d3c4b5a69788»\" sessionid=«q1w2e3r4t5y6u7i8o9p0asdfgh12» JSESSIONID=«A1B2C3D4E5F60718293A4B5C6D7E8F90»; path=/")]
    [InlineData("PHPSESSID=«q1w2e3r4t5y6u7i8o9p0asdfgh» connect.sid=«s%3Aq1w2e3r4t5y6u7i8.o9p0asdfgh12» SAMLResponse=«PHNhbWxwOlJlc3BvbnNl»&a=b session_id=5 session_id: new")]
    [InlineData("GET /auth?code=«0a1b2c3d4e5f60718293»&state=zzz HTTP/1.1\" \\u0026code=«0a1b2c3d4e5f60718293» ?code=200&x=y exit_code=0")]
    [InlineData("authtok=«x1»\nldap_default_authtok = «x2»\npasscode: «x3»")]
    [InlineData("userpw=«x1» dbpw=«x3» secretvalue=«x3» pam_unix(passwd:chauthtok) \"userpw\": \"«xc»\"")]
    [InlineData("licenseId=\"«a8F3kQ9zLm2XcV7bN4tY»\" license_id=12")]
    public void Values_without_an_equals_sign(string text) => TakesWhatIsMarked(text);

    /// <summary>Passwords that break a URI, URIs within JSON and queries, and addresses without a scheme.</summary>
    [Theory]
    [InlineData("amqp://travis:«pa<ssx»@host/travis")]
    [InlineData("AMQP_URI='amqp://travis:«pa\"ssx»@host/travis'")]
    [InlineData("amqp://travis:«pa`ss»@host/travis x amqp://travis:«pa ss»@host:5672/travis")]
    [InlineData("http://proxy:3128\" foo@bar.com amqp://host:5672 travis@host docker://sha256:abc\" from user@host.x")]
    [InlineData("\"uri\":\"amqp:\\/\\/travis:«xc»@host\\/travis\"")]
    [InlineData("url=amqp%3A%2F%2Ftravis%3A«correct»%40host%2Ftravis&x=http%3A%2F%2Fhost%3A80%2Fx")]
    [InlineData("u=amqp%253A%252F%252Ftravis%253A«cz9»%2540host%252Ftravis")]
    [InlineData("u=https%3a%2f%2f«a8F3kQ9zLm2XcV7bN4tY»%40host")]
    [InlineData("deb https://«a8F3kQ9zLm2XcV7bN4tY»:@packagecloud.io/x/ trusty main mysql://root:@localhost/x")]
    [InlineData("HTTP_PROXY=bob:«cz9»@proxy.corp:3128")]
    [InlineData("proxy = \"bob:«cz9»@proxy.corp:3128\" \"httpProxy\":\"bob:«cz8»@proxy:1\"")]
    [InlineData("curl --proxy bob:«cz9»@proxy:3128 https://github.com; proxy: started at 10:20 by a@b.com proxy user@host:22")]
    [InlineData("root:«cz9»@tcp(127.0.0.1:3306)/db DSN=\"u:«p:w»@unix(/x)/y\" ")]
    [InlineData("parse \"x\": invalid port \":«hunter»\" after host; invalid port \":99999\" after host")]
    [InlineData("{\"e\":\"parse: invalid port \\\":«hun ter»\\\" after host\"}")]
    [InlineData("HTTP_PROXY=http://bob:«cz9»@proxy.corp:3128 NO_PROXY=localhost,127.0.0.1:80,a@b")]
    public void Addresses_that_are_no_whole_uri(string text) => TakesWhatIsMarked(text);

    /// <summary>Options and words of tools that ps shows; the neighbours that mean something else stay.</summary>
    [Theory]
    [InlineData("mariadb -uroot -p«S3cretPw1» x; mariadb-dump -p«S3cretPw2» y")]
    [InlineData("curl --user=bob:«S3cretPw1» https://x; curl -b 'sess=«S3cretPw1»' https://x; curl -b jar.txt x; curl -x bob:«S3cretPw1»@proxy:3128 x")]
    [InlineData("podman login -u u -p «S3cretPw1» r; helm registry login -u u -p «S3cretPw1»; skopeo login -p «S3cretPw1»; az login -u u -p «S3cretPw1»; cf login -u u -p «S3cretPw1»")]
    [InlineData("rabbitmqadmin -u u -p «S3cretPw1» list; mongo -u a -p «S3cretPw1»; mongodump -p «S3cretPw1»; mongo -p 27017:27017 x")]
    [InlineData("htpasswd -b f u «S3cretPw1» ; htpasswd -bc f u '«S3cret Pw1»'; htpasswd -nb u «S3cretPw1»; htpasswd -c f u x")]
    [InlineData("openssl enc -aes-256-cbc -k «S3cretPw1» -in x; openssl x509 -key a.pem -in x")]
    [InlineData("smbclient -U u%«S3cretPw1» //h/s; ldappasswd -s «S3cretPw1» -x; ldapsearch -s sub -x")]
    [InlineData("zip -P «S3cretPw1» a b; unzip -P «S3cretPw1» a; 7z a -p«S3cretPw1» a b; gunzip -P x foo.zip -P y")]
    [InlineData("ssh-keygen -t rsa -N «S3cretPw1» -f x; ssh-keygen -p -P «S3cretPw1» -N '' -f y")]
    [InlineData("snmpwalk -v2c -c «S3cretPw1» h; snmpget -v3 -A «S3cretPw1» -X «S3cretPw2» h; snmpd -c /etc/x")]
    [InlineData("mosquitto_pub -u u -P «S3cretPw1» -t x; vault login «S3cretPw1»; vault login -method=ldap username=x; vault login -no-print «S3cretPw1»")]
    [InlineData("replicatedctl app-config set github_secret --value «S3cretPw1»; replicatedctl app-config set rabbitmq_password --value=«S3cretPw1»; replicatedctl app-config set hostname --value travis.x")]
    [InlineData("aws configure set aws_secret_access_key «S3cretPw1»; npm config set _authToken «S3cretPw1»; git config --global user.password «S3cretPw1»; npm config set //r/:_authToken «S3cretPw1»; aws configure set region eu-west-1")]
    [InlineData("kubectl create secret generic x --from-literal=k=«S3cretPw1» --from-literal 'l=«S3cret Pw1»' --from-file=x")]
    public void Command_lines(string text) => TakesWhatIsMarked(text);

    /// <summary>Settings without an equals sign, cells of a table, the environment of a process; files, faults and names of other things stay.</summary>
    [Theory]
    [InlineData("consul agent -encrypt=«pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s=» -server -encrypt=true")]
    [InlineData("AuthLDAPBindPassword «S3cretPw1»\n  AuthzDBPassword \"«S3cret Pw1»\"")]
    [InlineData("proxy_set_header X-Token «S3cretPw1»; proxy_set_header X-Token $http_token; proxy_set_header Authorization \"Bearer «S3cretPw1»\";")]
    [InlineData("SetEnv TOKEN «S3cretPw1»\nsetenv DB_PASSWORD «S3cretPw1»")]
    [InlineData(" stats auth admin:«S3cretPw1»\n sentinel auth-pass mymaster «S3cretPw1»")]
    [InlineData("user default on >«S3cretPw1» ~* +@all\nACL SETUSER u on >«S3cretPw1» >«S3cretPw2»")]
    [InlineData("\"ACL\" \"SETUSER\" \"u\" \"on\" \">«S3cretPw1»\" \"+@all\" if x > y then > z")]
    [InlineData("account x\npassword «correcthorse»\npassword\t«correcthorse»")]
    [InlineData(" id       | 1\n password | «correcthorse»")]
    [InlineData("| password | «correcthorse» |")]
    [InlineData(" password | email\n----------+-------")]
    [InlineData("password changed\nPassword required\npassword authentication failed for user x\npasswd: files systemd\npasswd:         compat sss")]
    [InlineData("tls_key=/etc/ssl/private/key.pem SSL_KEY=\"/etc/ssl/x.key\" tls_key=«/ab» DB_PASSWORD=«/a/b.c»")]
    [InlineData("--recv-keys 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567 Key fingerprint = 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")]
    [InlineData("token_digest=sha256:3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708 foreign key constraint \"fk_rails_0a1b2c3d4e\" otp_release: 18.3")]
    [InlineData("invalid token: unexpected character at 12")]
    [InlineData("unexpected token: identifier_foo")]
    [InlineData("a token=} b")]
    [InlineData("{\"log\":\"password: «xa»\\nuser: yb\\n\"} {\"log\":\"{\\\"x\\\":\\\"password: «xa b»\\\\nuser: y\\\"}\"} \"Env\":[\"TOKEN=«a\\nb»\"]")]
    [InlineData("pam_unix(passwd:chauthtok): x")]
    [InlineData("token $1 and token = $1")]
    [InlineData("PATH=/bin\0TOKEN=«abcx»\0HOME=/root\0")]
    [InlineData("TOKEN=«abcx»\0HOME=/root\0")]
    public void Values_behind_a_blank_and_what_is_none(string text) => TakesWhatIsMarked(text);

    /// <summary>Replicated's settings say it by their type.</summary>
    [Theory]
    [InlineData("{\"name\":\"custom_field\",\"title\":\"Foo\",\"type\":\"password\",\"value\":\"«correcthorse»\",\"default\":\"«hunter2x»\"}")]
    [InlineData("- name: custom_field\n  type: password\n  value: «correcthorse»\n- name: hostname\n  type: text\n  value: travis.x")]
    [InlineData("{\"value\":\"«correcthorse»\",\"type\":\"password\",\"name\":\"x\"},{\"value\":\"y\",\"type\":\"text\"}")]
    [InlineData("{\"type\":\"token\",\"value\":\"if\"} <input type=\"password\" name=\"q\" value=\"\">")]
    public void Settings_that_say_they_are_passwords(string text) => TakesWhatIsMarked(text);

    /// <summary>Addresses of chats, hashes of servers, defaults of a shell, fields of Go, scalars of YAML over lines, queries within queries.</summary>
    [Theory]
    [InlineData("https://discord.com/api/webhooks/123456789012345678/«a8F3kQ9zLm2XcV7bN4tYa8F3kQ9zLm2XcV7bN4tY» x")]
    [InlineData("https://corp.webhook.office.com/webhookb2/6f@6f/IncomingWebhook/«0123456789abcdef0123456789abcdef/6f9619ff-8b86»")]
    [InlineData("https://api.telegram.org/bot123456789:«AAa8F3kQ9zLm2XcV7bN4tYabcdefgh123»/sendMessage")]
    [InlineData("slack: myteam:«a8F3kQ9zLm2XcV7bN4tYabcd»#chan")]
    [InlineData("notifications:\n  slack:\n    rooms:\n      - myteam:«a8F3kQ9zLm2XcV7bN4tYabcd»#chan\n      - other:«b8F3kQ9zLm2XcV7bN4tYabcd»\n    on_success: never")]
    [InlineData("{\"slack\":{\"rooms\":[\"myteam:«a8F3kQ9zLm2XcV7bN4tYabcd»#chan\"]}} slack: true https://slack.com/x")]
    [InlineData("x «SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0$c3RvcmVkc3RvcmVkc3RvcmVk:c2VydmVyc2VydmVy» y")]
    [InlineData("u:«$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA» y")]
    [InlineData("CREATE ROLE x '«md50123456789abcdef0123456789abcdef»' md5 0123456789abcdef0123456789abcdef md5sum: md5f123456789abcdef0123456789abcdef")]
    [InlineData("('localhost','root','«*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B»','Y') find -name '*.log'")]
    [InlineData("a ${TOKEN-«default9»} ${TOKEN:=«default9»} ${TOKEN:+«default9»} ${TOKEN:-travis} ${TOKEN:?no token} ${TOKEN}")]
    [InlineData("\"Env\":[\"PASSWORD=«<word>»\",\"TOKEN=«{{word}}»\",\"DB_PASSWORD=«$UPPER»\",\"PASSWORD=«REDACTEDx»\"]")]
    [InlineData("time {Password:«two words» Host:h Port:5} &{Name:x Password:«ab cd»} Password:«ab» cd")]
    [InlineData("password: «abc»\n  «correcthorse»\nx: y")]
    [InlineData("password: «abc»\n  user: x")]
    [InlineData("token: expired\n   see the log")]
    [InlineData("user%5Bpassword%5D=«x9»&a=b %22password%22%3A%22«x9»%22%2C%22a%22 %7B%22token%22%3A+%22«zz»%22%7D")]
    public void Webhooks_hashes_and_defaults(string text) => TakesWhatIsMarked(text);

    // Secrets stand in « and », and nothing else goes.
    private static void TakesWhatIsMarked(string text) =>
        Assert.Equal(Regex.Replace(text, "«.*?»", R, RegexOptions.Singleline), LineRedactor.Redact(text.Replace("«", string.Empty).Replace("»", string.Empty)));
}
