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
    [InlineData("password=REDACTED-0123456789ab")]
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
    [InlineData("key", SecretNameKind.Maybe)]
    [InlineData("public_key", SecretNameKind.None)]
    [InlineData("key_id", SecretNameKind.None)]
    [InlineData("token_type", SecretNameKind.None)]
    [InlineData("monkey", SecretNameKind.None)]
    [InlineData("author", SecretNameKind.None)]
    [InlineData("POOL_SIZE", SecretNameKind.None)]
    public void Knows_a_secret_by_its_name(string name, SecretNameKind kind) => Assert.Equal(kind, SecretNames.Classify(name));

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
}
