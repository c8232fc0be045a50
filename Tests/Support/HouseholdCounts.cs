namespace Tests.Support;

/// <summary>The household's counters and the rows that they count.</summary>
internal static class HouseholdCounts
{
    // Activities are the rows of what can happen to an assignment more than once.
    private static readonly (string Series, string Rows)[] Counted =
    [
        ("""user_registrations_total{role="parent"}""", """users WHERE "Role" = 'Parent'"""),
        ("""user_registrations_total{role="child"}""", """users WHERE "Role" = 'Child'"""),
        ("""user_logins_total{role="parent"}""", """sessions JOIN users ON users."Id" = "UserId" WHERE "Role" = 'Parent'"""),
        ("""user_logins_total{role="child"}""", """sessions JOIN users ON users."Id" = "UserId" WHERE "Role" = 'Child'"""),
        ("families_created_total ", "families"),
        ("family_joins_total ", """activities WHERE "Kind" = 'MemberJoined'"""),
        ("""chores_created_total{mode="single"}""", """chores WHERE "Mode" = 'Single'"""),
        ("""chores_created_total{mode="multi_independent"}""", """chores WHERE "Mode" = 'MultiIndependent'"""),
        ("""chores_created_total{mode="unassigned"}""", """chores WHERE "Mode" = 'Unassigned'"""),
        ("assignments_claimed_total ", """activities WHERE "Kind" = 'AssignmentClaimed'"""),
        ("chores_completed_total{", """activities WHERE "Kind" = 'AssignmentCompleted'"""),
        ("chore_completion_time_seconds_count{", """activities WHERE "Kind" = 'AssignmentCompleted'"""),
        ("chores_approved_total{", """assignments WHERE "Status" = 'Approved'"""),
        ("chores_rejected_total{", """activities WHERE "Kind" = 'AssignmentRejected'"""),
        ("rewards_paid_total ", """ledger_entries WHERE "Kind" = 'Reward'"""),
        ("""reward_adjustments_total{type="bonus"}""", """ledger_entries WHERE "Kind" = 'Bonus'"""),
        ("""reward_adjustments_total{type="penalty"}""", """ledger_entries WHERE "Kind" = 'Penalty'"""),
        ("reward_adjustments_amount_count{", """ledger_entries WHERE "Kind" <> 'Reward'"""),
    ];

    private static readonly string Count = $"SELECT ARRAY[{string.Join(", ", Counted.Select(each => $"(SELECT count(*) FROM {each.Rows})"))}]";

    /// <summary>The counters of all replicas together tell what the rows of their database tell.</summary>
    public static async Task AssertSameAsync(string database, params ApiHost[] replicas)
    {
        var counts = await ReadAsync(database, await Task.WhenAll(replicas.Select(ScrapeAsync)));

        Assert.Equal(counts.Select(each => $"{each.Series} {each.Rows}"), counts.Select(each => $"{each.Series} {each.Counted}"));
    }

    /// <summary>What there is of each.</summary>
    /// <param name="database">Where the rows lie.</param>
    /// <param name="pages">What the replicas are scraped for.</param>
    public static async Task<IReadOnlyList<(string Series, long Rows, double Counted)>> ReadAsync(string database, IReadOnlyList<string> pages)
    {
        var rows = Assert.IsType<long[]>(await PostgresServer.ExecuteAsync(database, Count));
        return [.. Counted.Zip(rows, (each, count) => (each.Series, count, pages.Sum(page => ScrapedText.Sum(page, each.Series))))];
    }

    private static async Task<string> ScrapeAsync(ApiHost api)
    {
        using var client = api.CreateClient();
        return await client.GetStringAsync("/metrics");
    }
}
