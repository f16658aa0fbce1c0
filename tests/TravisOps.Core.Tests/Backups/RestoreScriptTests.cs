using System;
using System.Globalization;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using TravisOps.Core.Tests.Checks;
using TravisOps.Core.Tests.Workers;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>
/// The shell texts of a restore, cut off at every command and at every statement: real mv, find and PostgreSQL, in namespaces of their own. Restores of a whole platform are
/// in <see cref="DataRestoreTests"/>.
/// </summary>
public sealed class RestoreScriptTests
{
    private const string Id = "20261126090000";

    [Theory]
    [InlineData("plain", "travis_production", 20)]
    [InlineData("mount", "travis_production", 50)]
    [InlineData("fresh", "", 10)]
    public void Cut_off_at_any_command_all_files_are_as_before(string kind, string databases, int least)
    {
        string output = Files(kind, databases, "cuts");

        Assert.True(output.StartsWith("cuts ", StringComparison.Ordinal) && int.Parse(output["cuts ".Length..], CultureInfo.InvariantCulture) > least, output);
    }

    /// <summary>With and without a sync that knows single file systems, and on a disk that fails.</summary>
    [Theory]
    [InlineData("case $1 in --help) echo --file-system ;; *) echo \"sync $*\" ;; esac", "sync -f /s.partial\nmv -T -- /s.partial /s\n")]
    [InlineData("[ $# = 0 ] || return 1; echo sync", "sync\nmv -T -- /s.partial /s\n")]
    [InlineData("[ $1 = --help ] && echo --file-system", "")]
    public void What_was_unpacked_counts_when_it_is_on_the_disk(string sync, string expected)
    {
        var (output, errors, _) = Sh.Run("sh", $"sync() {{ {sync}; }}\nmv() {{ echo \"mv $*\"; }}\n{RestoreShell.Unpacked("/s")}", "/usr/bin:/bin");

        Assert.Equal((expected, string.Empty), (output, errors));
    }

    [Theory]
    [InlineData("plain", "travis_production")]
    [InlineData("mount", "travis_production")]
    [InlineData("fresh", "")]
    public void The_commands_of_the_way_back_bring_back_what_was_there(string kind, string databases)
    {
        string[] lines = Files(kind, databases, "way").Split('\n');
        ReplacedFolder[] folders = [.. lines.Select(ReplacedFolder.Read).OfType<ReplacedFolder>()];
        string[] clusters = [.. lines.Where(line => line.StartsWith("restore cluster ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];
        Assert.Equal(["/var/travis", "/etc/travis"], folders.Select(folder => folder.Path));
        Assert.Equal(kind == "fresh", folders.All(folder => folder.Before is null));

        // Those of databases are run in the lab.
        string advice = RestoreAdvice.WayBack(folders, [], [], clusters, Id);

        Assert.Equal("as before\n", Files(kind, databases, $"ADVICE=$(cat <<'END'\n{advice}\nEND\n) way"));
        Assert.Equal(kind == "fresh" ? "" : "sudo rm -rf", string.Join(" ", RestoreAdvice.CleanUp(folders, []).Split(' ').Take(3)));
    }

    [Theory]
    [InlineData("travis_production", "travis_production")]
    [InlineData("travis_production travis_logs", "travis_logs")]
    public void Cut_off_at_any_statement_databases_are_old_or_new_and_then_as_before(string databases, string there)
    {
        string[] lines = Databases(databases, there, "cuts").Split('\n');

        Assert.True(lines[0].StartsWith("cuts ", StringComparison.Ordinal) && int.Parse(lines[0]["cuts ".Length..], CultureInfo.InvariantCulture) > 8, string.Join("\n", lines));
        string[] expected = [.. databases.Split(' ').Select(name => name + " is_new"), .. there.Split(' ').Select(name => $"{name}_before_{Id} is_old")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines[1..^1]);
    }

    /// <summary>The host may go down before it can do that again.</summary>
    [Theory]
    [InlineData("travis_production", "travis_production")]
    [InlineData("travis_production travis_logs", "travis_logs")]
    public void The_way_back_of_databases_cut_off_at_any_statement_leaves_one_of_two_states(string databases, string there)
    {
        string output = Databases(databases, there, "cuts_back");

        Assert.True(output.StartsWith("cuts ", StringComparison.Ordinal) && int.Parse(output["cuts ".Length..], CultureInfo.InvariantCulture) > 8, output);
    }

    [Fact]
    public void Statements_that_go_on_or_come_late_in_the_container_change_nothing_behind_the_way_back() =>
        Assert.Equal("as before\n", Databases("travis_production", "travis_production", "unseen"));

    [Fact]
    public void Clients_that_come_back_at_once_do_not_hinder_it_and_a_server_on_other_files_is_not_taken_for_it() =>
        Assert.Equal(
            $"travis_production is_new\ntravis_production_before_{Id} is_old\nte-main's PostgreSQL has other files than before: travis_production or its old form is not in it\n",
            Databases("travis_production", "travis_production", "clients"));

    [Fact]
    public void The_folder_that_a_server_works_in_is_found_however_deep_it_is()
    {
        const string Data = "/var/travis/postgresql/15/main/of/te-main";

        string[] lines = Databases("travis_production", "", "clusters").Split('\n');

        Assert.Equal(Data, lines[0]);
        Assert.Contains("it is not known where its files are", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_given_up_first_does_not_change_places_any_more() =>
        Assert.Equal("it was given up, or its staging folder is gone\nas before\n", Databases("travis_production", "travis_production", "given_up"));

    [Fact]
    public void An_application_that_does_not_start_on_the_restored_databases_gets_the_old_ones_back_and_is_started_again() =>
        Assert.Equal("restore unwell it says no\nrestore returned\n", Databases("travis_production", "travis_production", "refused"));

    [Fact]
    public void A_way_back_that_is_stuck_says_which_databases_are_in_use() =>
        Assert.Equal(
            $"restore kept travis_production travis_production_before_{Id}\nrestore live known\nrestore stuck the databases can't be exchanged back\n",
            Databases("travis_production", "travis_production", "stuck"));

    [Fact]
    public void A_restored_database_has_the_encoding_and_the_locale_that_it_had() =>
        Assert.Equal(
            "restore locale travis_c UTF8 xx_XX.UTF-8 C\nrestore locale travis_d unknown\ntravis_a|LATIN1|C\ntravis_b|SQL_ASCII|C\ntravis_c|UTF8|C\ntravis_d|UTF8|C\n",
            Databases("travis_production", "travis_production", "locales"));

    [Fact]
    public void Roles_and_settings_come_back_whatever_they_are_called()
    {
        const string Odd = "it's \"odd\"; DROP ROLE there; \\ ü";
        BackupRole[] roles =
        [
            new() { Name = "travis", Settings = [new() { Name = "work_mem", Value = "3MB" }, new() { Name = "default_transaction_read_only", Value = "on" }] },
            new() { Name = "there", Settings = [new() { Name = "work_mem", Value = "9MB" }, new() { Name = "statement_timeout", Value = "9s" }] },
            new() { Name = Odd, MemberOf = ["there", "gone"], Settings = [new() { Name = "my.name", Value = Odd }] },
        ];
        BackupDatabase database = new()
        {
            Name = "travis_a",
            Sha256 = string.Empty,
            Settings =
            [
                new() { Name = "search_path", Value = "\"$user\", \"my, \"\"own\"\"\", public" }, new() { Name = "no_such_thing", Value = "1" },
                new() { Role = "there", Name = "statement_timeout", Value = "5s" }, new() { Name = "my.empty", Value = string.Empty },
            ],
        };

        string output = Databases("travis_production", "travis_production", $"ROLES='{DatabaseRoles.Lines(roles)}' SETTINGS='{DatabaseRoles.SettingLines(database, roles)}'; roles");

        Assert.Equal(
            [
                $"restore role {DatabaseRoles.Word(Odd)}",
                $"restore nosetting x {DatabaseRoles.Word("no_such_thing")} {DatabaseRoles.Word("1")}",
                Odd + "|f|f|{there}",
                "postgres|t|t|{}",
                "there|f|f|{}",
                "travis|t|f|{}",
                $"-|{Odd}|my.name={Odd}",
                "-|there|work_mem=2MB",
                "-|travis|work_mem=3MB",
                "travis_a|-|my.empty=",
                "travis_a|-|search_path=\"$user\", \"my, \"\"own\"\"\", public",
                "travis_a|there|statement_timeout=5s",
                "travis_a|there|work_mem=9MB",
                "travis_a|travis|default_transaction_read_only=on",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Parts_of_the_server_that_a_restore_would_tear_from_it_are_found() =>
        Assert.Equal("part pg_xlog /var/travis/wal\npart pg_tblspc/2 /var/travis/postgresql/space\n", Databases("travis_production", "travis_production", "parts"));

    private static string Files(string kind, string databases, string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux has mount namespaces.");
        return Run("unshare -m sh", $"KIND={kind} DBS='{databases}' ADVICE=", "restore-files.sh", what);
    }

    private static string Databases(string databases, string there, string what)
    {
        // PostgreSQL is one of the lab's packages.
        HealthyLab.SkipWithoutLab();
        return Run("unshare -m -n sh", $"DBS='{databases}' THERE='{there}'", "restore-databases.sh", what);
    }

    private static string Run(string shell, string variables, string harness, string what)
    {
        string text = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "tests", "TravisOps.Core.Tests", "Backups", harness)).Replace("\r", string.Empty, StringComparison.Ordinal);
        string script = BackupShell.Clusters.Replace("\r", string.Empty, StringComparison.Ordinal) + RestoreShell.Script("restore.sh") + RestoreShell.Script("databases.sh");
        var (output, errors, exit) = Sh.Run(shell, $"{variables}\nrestore() {{ cat <<'END_OF_RESTORE'\n{script}\nEND_OF_RESTORE\n}}\n{text}\n{what}\n", "/usr/sbin:/usr/bin:/sbin:/bin");
        Assert.True(exit == 0, output + errors);
        return output;
    }
}
