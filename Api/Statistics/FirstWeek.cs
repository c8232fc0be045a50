using Api.Background;
using Api.Families;

namespace Api.Statistics;

/// <summary>Has the first week of a family summed up: the one in which it was created.</summary>
internal sealed class FirstWeek(JobQueue jobs, TimeProvider time) : IFamilyFounded
{
    public void Found(Guid familyId) => jobs.Enqueue<WeeklySummaryJob>(familyId, Weeks.StartOf(Weeks.Of(time.GetUtcNow()).AddDays(Weeks.Days)));
}
