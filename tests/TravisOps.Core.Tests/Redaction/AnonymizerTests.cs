using System;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>-Anonymize: names and addresses go, networks and ports stay.</summary>
public sealed class AnonymizerTests
{
    [Fact]
    public void Two_addresses_share_as_many_bits_afterwards_as_before()
    {
        using var pseudonyms = new Pseudonyms();
        using var scrambler = new AddressScrambler(pseudonyms.Derive("addresses", []));
        Gen.Select(Gen.Byte.Array[4], Gen.Byte.Array[4], Gen.Int[0, 31]).Sample(
            (a, b, same) =>
            {
                // Make most pairs alike: random ones rarely share a bit.
                for (var bit = 0; bit < same; bit++)
                {
                    var mask = 0x80 >> (bit % 8);
                    b[bit / 8] = (byte)((b[bit / 8] & ~mask) | (a[bit / 8] & mask));
                }

                return Shared(a, b) == Shared(scrambler.Scramble(a), scrambler.Scramble(b));
            },
            iter: 2000,
            threads: 1);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8")]
    [InlineData("172.20.1.2", "172.16.0.0/12")]
    [InlineData("192.168.7.9", "192.168.0.0/16")]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("0.0.0.0", "0.0.0.0/32")]
    [InlineData("fd00:1::5", "fc00::/7")]
    [InlineData("::1", "::1/128")]
    public void Private_and_special_addresses_stay_what_they_are(string address, string network)
    {
        using var pseudonyms = new Pseudonyms();
        using var scrambler = new AddressScrambler(pseudonyms.Derive("addresses", []));

        Assert.True(IPNetwork.Parse(network).Contains(new IPAddress(scrambler.Scramble(IPAddress.Parse(address).GetAddressBytes()))));
    }

    [Fact]
    public void Names_and_addresses_go_and_ports_versions_and_times_stay()
    {
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);
        anonymizer.AddHost("travis.corp.example");
        anonymizer.AddHost("worker-1.corp.example");
        anonymizer.AddUser("alice");
        var redactor = new Redactor(pseudonyms, new KnownSecrets(), new RedactionReport(), anonymizer);
        const string Text = "dial tcp 203.0.113.7:5672 from alice@worker-1 to TRAVIS.corp.example at 12:14:22, 02:42:ac:11:00:02 fe80::42:acff:fe11:2, v1.2.3.4 255.255.255.0 malice\n"
            + "   1: 0500000A:15B3 00000000:0000 0A 00000000\n";

        var text = redactor.Redact(Text, "a.log");

        Assert.DoesNotContain("203.0.113.7", text);
        Assert.DoesNotContain("worker-1", text);
        Assert.DoesNotContain("corp.example", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("02:42:ac", text);
        Assert.DoesNotContain("acff:fe11", text);
        Assert.DoesNotContain("0500000A", text);
        Assert.Matches(new Regex(@"^dial tcp \d+\.\d+\.\d+\.\d+:5672 from user-[0-9a-f]{8}@host-[0-9a-f]{8} to host-[0-9a-f]{8}\.net-[0-9a-f]{8}\.net-[0-9a-f]{8} at 12:14:22, 02:[0-9a-f:]{14} fe[89ab][0-9a-f:]+, v1\.2\.3\.4 255\.255\.255\.0 malice\n   1: [0-9A-F]{8}:15B3 00000000:0000 0A 00000000\n$"), text);
        Assert.EndsWith(string.Join('.', anonymizer.Host("travis.corp.example").Split('.').Skip(1)), anonymizer.Host("worker-1.corp.example"));
    }

    [Fact]
    public void A_domain_that_is_called_local_is_the_companys_and_public_services_and_plain_words_stay()
    {
        using var pseudonyms = new Pseudonyms();
        using var anonymizer = new Anonymizer(pseudonyms);
        foreach (var name in new[] { "ci01.acme.local", "worker.acme.localdomain", "api.github.com", "quay.io", "localhost.localdomain", "platform", "travis.replicated" })
        {
            anonymizer.AddHost(name);
        }

        var text = Redact(pseudonyms, anonymizer, "ci01 CI01.acme.local worker.acme.localdomain | api.github.com quay.io localhost.localdomain platform worker travis TRAVIS_ENTERPRISE_HOST local.\n");

        Assert.Matches(@"^(host-[0-9a-f]{8}) \1(\.net-[0-9a-f]{8}){2} host-[0-9a-f]{8}(\.net-[0-9a-f]{8}){2} \| api\.github\.com quay\.io localhost\.localdomain platform worker travis TRAVIS_ENTERPRISE_HOST local\.\n$", text);
    }

    [Theory]
    [InlineData("search corp.example", @"^search net-[0-9a-f]{8}\.net-[0-9a-f]{8}$")]
    [InlineData("bind to ldap7.corp.example:389", @"^bind to host-[0-9a-f]{8}\.net-[0-9a-f]{8}\.net-[0-9a-f]{8}:389$")]
    [InlineData(@"{""line"":""a\nldap7.corp.example""}", @"^\{""line"":""a\\nhost-[0-9a-f]{8}\.net-[0-9a-f]{8}\.net-[0-9a-f]{8}""\}$")]
    [InlineData("mail from bob@corp.example, root@corp.example", @"^mail from user-[0-9a-f]{8}@net-[0-9a-f]{8}\.net-[0-9a-f]{8}, root@net-[0-9a-f]{8}\.net-[0-9a-f]{8}$")]
    [InlineData("*.corp.example", @"^\*\.net-[0-9a-f]{8}\.net-[0-9a-f]{8}$")]
    [InlineData("w1 ops@w1:~$ logs/w1/a.log w1.", @"^(host-[0-9a-f]{8}) ops@\1:~\$ logs/\1/a\.log \1\.$")]
    [InlineData("w1-b a-w1 w1.js W1RE 0w1 w1_x", "^w1-b a-w1 w1\\.js W1RE 0w1 w1_x$")]
    [InlineData("backup_web01_2020.sql BACKUP_WEB01", @"^backup_host-[0-9a-f]{8}_2020\.sql BACKUP_host-[0-9a-f]{8}$")]
    [InlineData("JENKINS_URL=jenkins my_jenkins_job", @"^JENKINS_URL=(host-[0-9a-f]{8}) my_\1_job$")]
    [InlineData("ip_10.1.2.3 10.1.2.3_old", @"^ip_(10\.[0-9.]+) \1_old$")]
    [InlineData("ip-10-20-30-40.ec2.internal 10.20.30.40 zip-10-20-30-40 ip-10-20-30-40-50", @"^ip-10-(?!20-30-40)\d+-\d+-\d+\.ec2\.internal 10\.(?!20\.30\.40)[0-9.]+ zip-10-20-30-40 ip-10-20-30-40-50$")]
    public void What_belongs_to_a_known_domain_goes_and_so_do_short_and_joined_names(string text, string expected)
    {
        using var pseudonyms = new Pseudonyms();
        using var anonymizer = new Anonymizer(pseudonyms);
        foreach (var name in new[] { "w1.corp.example", "web01", "jenkins" })
        {
            anonymizer.AddHost(name);
        }

        Assert.Matches(expected, Redact(pseudonyms, anonymizer, text));
    }

    /// <summary>What an escape leaves behind is none of the name, and one name has one stand-in whatever stands before it.</summary>
    [Theory]
    [InlineData("https%3A%2F%2F10.1.2.3%2Fapi", @"^https%3A%2F%2F10\.(?!1\.2\.3)[0-9.]+%2Fapi$")]
    [InlineData("%2010.1.2.3 %20192.168.7.9", @"^%2010\.(?!1\.2\.3)[0-9.]+ %20192\.168\.(?!7\.9)[0-9.]+$")]
    [InlineData("%2Fwkr7%2F wkr7", "^%2F(host-[0-9a-f]{8})%2F \\1$")]
    [InlineData("%20wkr7%20jdoe", "^%20host-[0-9a-f]{8}%20user-[0-9a-f]{8}$")]
    [InlineData("\u001b[1;36m10.1.2.3\u001b[0m \u001b[36mwkr7\u001b[0m", "^\u001b\\[1;36m10\\.(?!1\\.2\\.3)[0-9.]+\u001b\\[0m \u001b\\[36mhost-[0-9a-f]{8}\u001b\\[0m$")]
    [InlineData(@"host\u003dwkr7 ip\u003d10.1.2.3 ip\u003dfe80::42:acff:fe11:2 mac\x3d0a:1b:2c:3d:4e:5f", @"^host\\u003dhost-[0-9a-f]{8} ip\\u003d10\.(?!1\.2\.3)[0-9.]+ ip\\u003dfe[89ab][0-9a-f](?!.*acff)[0-9a-f:]+ mac\\x3d02:[0-9a-f:]{14}$")]
    [InlineData("0a-1b-2c-3d-4e-5f 0a1b.2c3d.4e5f 0A:1B:2C:3D:4E:5F", "^02-(..)-(..)-(..)-(..)-(..) 02\\1\\.\\2\\3\\.\\4\\5 02:\\1:\\2:\\3:\\4:\\5$")]
    [InlineData("20-11-26-03-14-15 2026.1126.0314 0a1b.2c3d.4e5f.6a7b 1-0a-1b-2c-3d-4e-5f", "^20-11-26-03-14-15 2026\\.1126\\.0314 0a1b\\.2c3d\\.4e5f\\.6a7b 1-0a-1b-2c-3d-4e-5f$")]
    [InlineData("%2Fplatform.corp.example platform.corp.example", "^%2F(host-[0-9a-f]{8}(?:\\.net-[0-9a-f]{8}){2}) \\1$")]
    [InlineData("%20ldap7.corp.example \u001b[1;36mldap7.corp.example", "^%20(host-[0-9a-f]{8}(?:\\.net-[0-9a-f]{8}){2}) \u001b\\[1;36m\\1$")]
    [InlineData("user%3Dbob%40corp.example", "^user%3Duser-[0-9a-f]{8}%40net-[0-9a-f]{8}\\.net-[0-9a-f]{8}$")]
    public void What_stands_behind_an_escape_goes_too(string text, string expected)
    {
        // Of one key: some leave a part of an address as it is.
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);
        anonymizer.AddHost("wkr7");
        anonymizer.AddHost("platform.corp.example");
        anonymizer.AddUser("jdoe");

        Assert.Matches(expected, Redact(pseudonyms, anonymizer, text));
    }

    [Theory]
    [InlineData("docker-ce 5:17.12.0.1-0~ubuntu")]
    [InlineData("erlang 22.3.4.11, OTP 22.3.4.11, jvm 1.8.0.252")]
    [InlineData("image te-main:2.2.10.1 of quay.io/travisci/te-main:2.2.10.1")]
    [InlineData("docker 17.12.0.1")]
    [InlineData("openssl 1.0.2.4 libfoo=1.2.3.4-1ubuntu1 1.2.3.4~rc1 1.2.3.4+git5")]
    [InlineData("\"Version\": \"18.9.1.2\", version=1.2.3.4")]
    [InlineData("Mozilla/5.0 Chrome/99.0.4.5 Safari")]
    public void A_version_is_no_address(string text)
    {
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);

        Assert.Equal(text, Redact(pseudonyms, anonymizer, text));
    }

    [Theory]
    [InlineData("rabbit/203.0.113.7:5672 and rabbit/203.0.113.7")]
    [InlineData("forward 8080:203.0.113.7:80, inet addr:203.0.113.7, from:203.0.113.7")]
    [InlineData("203.0.113.7-203.0.113.9 203.0.113.7/24 docker 203.0.113.7")]
    [InlineData("/var/log/remote/203.0.113.7/syslog http://203.0.113.7/ u@203.0.113.7")]
    public void An_address_is_no_version(string text)
    {
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);

        Assert.DoesNotContain("203.0.113", Redact(pseudonyms, anonymizer, text), StringComparison.Ordinal);
    }

    /// <summary>Names stand in « and »; nobody told any of them before.</summary>
    [Theory]
    [InlineData("Nov 26 21:00:00 «build77» sshd[12]: Accepted publickey for «alice» from 127.0.0.1 port 22 ssh2")]
    [InlineData("Failed password for invalid user «carol» from 127.0.0.1, Invalid user «carol» from 127.0.0.1")]
    [InlineData("sudo:     «dave» : TTY=pts/0 ; PWD=/home/«erin» ; USER=root ; COMMAND=/bin/ls")]
    [InlineData("C:\\Users\\«Frank»\\x and C:\\\\Users\\\\«Frank»\\\\x")]
    [InlineData("mail «bob.smith»@«gmail.com» and «a.b+c»@«x.corp», git@github.com:a/b.git")]
    [InlineData("via «proxy.internal.lan»:3128 and http://«cache01.foo.local»/x /etc/rc.local https://github.com/x https://«ghe.acme.io»/a")]
    [InlineData("host=«dbhost77» port=5 hostname=\"«db-2»\" {\"host\":\"«mach9»\"} server: «travis.corp», request")]
    [InlineData("«CORP»\\«judy» logged on; processor=1@777.«wkhost9» worker+x@4567.«wkhost9.lan» rabbit@«dbhost77»: x amqp://travis@«mqhost5»:5672/x")]
    [InlineData("pam_unix(sshd:session): session opened for user «alice» by (uid=0); authentication failed for user \"«alice»\"")]
    [InlineData("uid=«ivan» uid=1000(«kevin») gid=1000 user=«mallory» login: timed out")]
    [InlineData("«alice»    pts/0        127.0.0.1     Thu Nov 26 21:00\n«kevin»     1234  1  0.0  0.1 1000 S  Thu Nov 26 21:00:00 2026 bash")]
    [InlineData("2026-11-26T21:00:01.123456+00:00 «buildbox» sshd[12]: x\n2026-11-26T21:00:01Z connection refused: dial")]
    [InlineData("level=info msg=\"waiting for user input\" host=localhost user=root server=primary node=master peer=disconnected user=unknown")]
    [InlineData("request for user authentication failed, server: nginx, Server: Apache/2.4, npm left-pad@1.2.3 getty@tty1.service user@1000.service")]
    [InlineData("Started Session 12 of user root. ERROR\\nfailed to connect C:\\Windows\\System32 org.apache.internal.Foo(Bar.java:1) Foo@1a2b3c")]
    [InlineData("cannot connect to host: connection refused, unexpected end of file for user account http://localhost:4567/ unix:///var/run/docker.sock")]
    [InlineData("\"Hostname\": \"3f2a9b8c7d6e\",\"User\": \"\",\"Host\":\"default\" /home/travis/build the host is down: no route to host")]
    public void Names_that_only_logs_have_go_and_words_of_logs_stay(string text)
    {
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);

        var redacted = Redact(pseudonyms, anonymizer, text.Replace("«", string.Empty).Replace("»", string.Empty));

        var parts = Regex.Split(text, "«.*?»").Select(Regex.Escape);
        Assert.Matches("^" + string.Join(@"(?:host|user|net)-[0-9a-f]{8}(?:\.net-[0-9a-f]{8})*", parts) + "$", redacted);
    }

    [Fact]
    public void What_a_log_told_is_looked_for_everywhere_from_then_on_and_not_before()
    {
        using var pseudonyms = new Pseudonyms(new byte[32]);
        using var anonymizer = new Anonymizer(pseudonyms);
        const string Text = "alice asked dbhost77 for a connection from alice-laptop, host-deadbeef\n";

        _ = Redact(pseudonyms, anonymizer, "Invalid user alice from x\nrabbit@dbhost77\nuser=from\nhost=connection\nhost=al\nInvalid user deadbeef from x\n");

        // Or what is found would depend on the order of files.
        Assert.Equal(Text, Redact(pseudonyms, anonymizer, Text));
        anonymizer.Commit();
        Assert.Matches("^(user-[0-9a-f]{8}) asked host-[0-9a-f]{8} for a connection from \\1-laptop, host-deadbeef\n$", Redact(pseudonyms, anonymizer, Text));
        Assert.Equal(3, anonymizer.Count);
    }

    [Fact]
    public void No_network_stays_what_it_is()
    {
        for (var i = 0; i < 300; i++)
        {
            using var pseudonyms = new Pseudonyms([.. BitConverter.GetBytes(i), .. new byte[28]]);
            using var scrambler = new AddressScrambler(pseudonyms.Derive("addresses", []));
            foreach (var address in new byte[][] { [192, 168, 1, 10], [192, 168, 0, 1], [10, 0, 3, 1], [172, 17, 0, 2], [203, 0, 113, 7] })
            {
                // 172.16.0.0/12 has its free bits up to the third byte's fourth.
                Assert.NotEqual(address[..3], scrambler.Scramble(address)[..3]);
            }
        }
    }

    [Fact]
    public void A_name_of_two_letters_from_a_configuration_may_be_anything()
    {
        using var pseudonyms = new Pseudonyms();
        using var anonymizer = new Anonymizer(pseudonyms);
        anonymizer.AddHost("db.corp.example", isOwn: false);

        Assert.Matches(@"^db host-[0-9a-f]{8}(\.net-[0-9a-f]{8}){2}$", Redact(pseudonyms, anonymizer, "db db.corp.example"));
    }

    private static string Redact(Pseudonyms pseudonyms, Anonymizer anonymizer, string text) =>
        new Redactor(pseudonyms, new KnownSecrets(), new RedactionReport(), anonymizer).Redact(text, "a.log");

    private static int Shared(byte[] a, byte[] b)
    {
        var bits = 0;
        while (bits < 32 && ((a[bits / 8] ^ b[bits / 8]) & (0x80 >> (bits % 8))) == 0)
        {
            bits++;
        }

        return bits;
    }
}
