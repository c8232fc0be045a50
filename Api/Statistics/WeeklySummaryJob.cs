using Api.Activities;
using Api.Background;
using Api.Chores;
using Api.Data;
using Api.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Api.Statistics;

/// <summary>Job: sums up the week that is over when it is due, and has the next one summed up.</summary>
internal sealed class WeeklySummaryJob(
    AppDbContext database, AssignmentService assignments, LedgerService ledger, ActivityService activities, JobQueue jobs) : IJobHandler
{
    public static string Type => "weekly_summary";

    /// <inheritdoc/>
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var next = Weeks.Of(job.DueAt);
        var week = next.AddDays(-Weeks.Days);
        var (from, until) = (Weeks.StartOf(week), Weeks.StartOf(next));
        jobs.Enqueue<WeeklySummaryJob>(job.Subject, Weeks.StartOf(next.AddDays(Weeks.Days)));

        if (!await database.Set<WeeklySummary>().AnyAsync(summary => summary.FamilyId == job.Subject && summary.Week == week, cancellationToken))
        {
            var totals = await ledger.TotalsAsync(job.Subject, from, until, cancellationToken);
            database.Add(new WeeklySummary
            {
                FamilyId = job.Subject,
                Week = week,
                Approved = await assignments.CountApprovedAsync(job.Subject, from, until, cancellationToken),
                Earned = totals.Sum(child => child.Earned),
                Bonuses = totals.Sum(child => child.Bonuses),
                Penalties = totals.Sum(child => child.Penalties),
            });
            activities.Note(ActivityKind.WeekSummarized, job.Subject, actorId: null, subject: week.ToString("O"), amount: totals.Sum(child => child.Earned));
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
