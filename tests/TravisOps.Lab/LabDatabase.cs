using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Lab;

/// <summary>
/// The rows of a lab's travis_production that hold secrets, and how Travis encrypts them (gem travis-encrypt 0.0.6 and travis-settings): AES-256-CBC
/// with the first 32 characters of the key, an initialisation vector of 16 hexadecimal characters behind the cipher text, all in base64.
/// Columns of their own carry the prefix <c>--ENCR--</c>; the values inside <c>repositories.settings</c> do not.
/// </summary>
public static class LabDatabase
{
    /// <summary>The logins of <c>users</c>; each has a <c>github_oauth_token</c>, but the last, who never logged in.</summary>
    public static IReadOnlyList<string> Logins { get; } = ["ada", "grace", "edsger", "barbara", "ghost"];

    /// <summary>The names of <c>repositories</c>, all of ada; each has an <c>ssl_keys</c> row and one secret environment variable.</summary>
    public static IReadOnlyList<string> Repositories { get; } = ["engine", "compiler", "shortest-path"];

    /// <summary>The GitHub token of a user, as it is before encryption.</summary>
    public static string OAuthToken(string login) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("token of " + login)))[..40];

    /// <summary>The value of a repository's secret environment variable <c>DEPLOY_TOKEN</c>, as it is before encryption.</summary>
    public static string DeployToken(string repository) => $"deploy-{repository}-zażółć";

    /// <summary>Encrypts as Travis does.</summary>
    /// <param name="text">The plain text.</param>
    /// <param name="key">The installation's encryption key, of 32 characters or more.</param>
    /// <param name="prefix">Whether the value says that it is encrypted.</param>
    public static string Encrypt(string text, string key, bool prefix = true)
    {
        string vector = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        using Aes aes = Aes.Create();
        aes.Key = Encoding.ASCII.GetBytes(key[..32]);
        byte[] cipher = aes.EncryptCbc(Encoding.UTF8.GetBytes(text), Encoding.ASCII.GetBytes(vector));
        return (prefix ? "--ENCR--" : "") + Convert.ToBase64String([.. cipher, .. Encoding.ASCII.GetBytes(vector)]);
    }

    /// <summary>The rows as SQL, to run between the schema and the history.</summary>
    internal static string Rows(string key)
    {
        StringBuilder sql = new("SET client_min_messages = warning;\n");
        foreach ((string login, int number) in Logins.Select((login, index) => (login, index + 1)))
        {
            string token = number == Logins.Count ? "NULL" : Text(Encrypt(OAuthToken(login), key));
            Add(sql, $"INSERT INTO users (name, login, email, created_at, updated_at, github_id, github_oauth_token, is_syncing) VALUES ('{login}', '{login}', '{login}@lab.test', '2017-10-01', '2017-10-01', {100 + number}, {token}, false);");
            Add(sql, $"INSERT INTO tokens (user_id, token, created_at, updated_at) VALUES ({number}, '{OAuthToken(login)[..20]}', '2017-10-01', '2017-10-01');");
        }

        // One pair for all: making one for each would take longer than the whole cluster.
        using RSA pair = RSA.Create(2048);
        foreach ((string name, int number) in Repositories.Select((name, index) => (name, index + 1)))
        {
            string settings = $$"""{"build_pushes":true,"maximum_number_of_builds":0,"env_vars":[{"id":"{{Guid.NewGuid()}}","name":"DEPLOY_TOKEN","value":"{{Encrypt(DeployToken(name), key, prefix: false)}}","public":false,"repository_id":{{number}}}]}""";
            Add(sql, $"INSERT INTO repositories (name, owner_name, owner_id, owner_type, active, private, github_id, default_branch, settings, created_at, updated_at) VALUES ('{name}', 'ada', 1, 'User', true, true, {200 + number}, 'master', {Text(settings)}, '2017-10-01', '2017-10-01');");
            Add(sql, $"INSERT INTO permissions (user_id, repository_id, admin, push, pull) VALUES (1, {number}, true, true, true);");
            Add(sql, $"INSERT INTO ssl_keys (repository_id, public_key, private_key, created_at, updated_at) VALUES ({number}, {Text(pair.ExportSubjectPublicKeyInfoPem())}, {Text(Encrypt(pair.ExportRSAPrivateKeyPem(), key))}, '2017-10-01', '2017-10-01');");
        }

        return sql.ToString();
    }

    private static void Add(StringBuilder sql, FormattableString line) => sql.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
