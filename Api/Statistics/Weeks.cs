namespace Api.Statistics;

/// <summary>Weeks begin on Monday at midnight, UTC (ISO 8601).</summary>
internal static class Weeks
{
    public const int Days = 7;

    public static DateOnly Of(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return day.AddDays(-((int)day.DayOfWeek + Days - (int)DayOfWeek.Monday) % Days);
    }

    public static DateTimeOffset StartOf(DateOnly week) => new(week.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
