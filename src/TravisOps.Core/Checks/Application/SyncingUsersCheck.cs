using System.Globalization;
using TravisOps.Applications;

namespace TravisOps.Checks.Application;

internal sealed class SyncingUsersCheck() : ApplicationCheck(
    "Application.SyncingUsers",
    "Users whose synchronisation with GitHub is marked as running, and how many of those rows were not changed for an hour: the platform's database",
    "none that was not changed for an hour",
    "Travis CI Enterprise 2.x documentation, troubleshooting (users that are stuck while syncing); the hour is ours")
{
    private protected override Finding Judge(ApplicationFacts facts, string? cut)
    {
        if (facts.Syncing is not var (all, old))
        {
            return new Finding(CheckStatus.Unknown, $"Could not be looked at: {facts.DatabaseError ?? cut ?? "the database told nothing of its users"}.")
            {
                Line = facts.DatabaseError,
                Remedy = Sql("select count(*) from users where is_syncing = true"),
            };
        }

        var told = $"{all.ToString(CultureInfo.InvariantCulture)} {(all == 1 ? "user is" : "users are")} marked as being synchronised";
        return old == 0
            ? new Finding(CheckStatus.Pass, $"{told}, none for more than an hour.") { Actual = told, Line = $"syncing {all} {old}" }
            : new Finding(CheckStatus.Warn, $"{told}, {old.ToString(CultureInfo.InvariantCulture)} of them without a change for an hour: cut off, and taken for running. They stay so, and see no new repositories.")
            {
                Actual = told,
                Line = $"syncing {all} {old}",
                Remedy = "When the number does not fall, in travis console: ActiveRecord::Base.connection.execute('set statement_timeout to 60000'); User.where(is_syncing: true).update_all(is_syncing: false)",
            };
    }
}
