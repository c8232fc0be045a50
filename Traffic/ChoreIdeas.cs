namespace Traffic;

/// <summary>What there is to do in a household, and what one gets for it.</summary>
internal static class ChoreIdeas
{
    private const string Pool = "unassigned";

    // A day of the traffic lasts minutes: a chore of every day is to be done again after one.
    private const decimal CooldownHours = 0.02m;

    private static readonly string[] Titles =
    [
        "Tidy up your room", "Wash the dishes", "Walk the dog", "Take out the rubbish", "Water the plants", "Set the table", "Feed the cat", "Vacuum the stairs",
        "Fold the laundry", "Clean the bathroom", "Rake the leaves", "Help with the shopping",
    ];

    private static readonly string[] Modes = ["single", "multi_independent", Pool];
    private static readonly string[] Missing = ["Look under the bed.", "The corners, too.", "It is still wet.", "Half of it is left."];
    private static readonly string[] Merits = ["A good report", "Helped grandmother", "First to get up"];
    private static readonly string[] Faults = ["The broken window", "Late home", "A quarrel at dinner"];

    /// <summary>A chore: of any mode, with a fixed reward or a range, one in three to be done again a minute after it was approved.</summary>
    public static object NewChore(Random random, Family family) => NewChore(random, family, Modes[random.Next(Modes.Length)]);

    /// <summary>A chore for whoever claims it.</summary>
    public static object NewChoreOfThePool(Random random, Family family) => NewChore(random, family, Pool);

    /// <summary>A chore of every day for one child, with a fixed reward.</summary>
    public static object NewChoreFor(Account child, Random random) =>
        new { title = NewTitle(random), mode = "single", reward = new { amount = 5 }, assigneeIds = (string[])[child.Id], cooldownHours = CooldownHours };

    /// <summary>What is missing when a parent sends a chore back.</summary>
    public static string NewRejection(Random random) => Missing[random.Next(Missing.Length)];

    /// <summary>Something that a parent gives or, one in three, takes besides.</summary>
    public static object NewAdjustment(Random random, Account child)
    {
        const int HighestAmount = 60;
        var (isBonus, reason, amount) = (random.Next(3) > 0, random.Next(Merits.Length), random.Next(1, HighestAmount));
        return new { childId = child.Id, type = isBonus ? "bonus" : "penalty", amount, reason = isBonus ? Merits[reason] : Faults[reason] };
    }

    private static object NewChore(Random random, Family family, string mode)
    {
        var (title, first, least, recurs) = (NewTitle(random), random.Next(family.Children.Count), random.Next(1, 6), random.Next(3) == 0);
        object reward = random.Next(3) == 0 ? new { minimum = least, maximum = 2 * least } : new { amount = least };
        string[] assigneeIds = mode switch
        {
            "single" => [family.Children[first].Id],
            "multi_independent" => [.. family.Children.Select(child => child.Id)],
            _ => [],
        };
        return new { title, mode, reward, assigneeIds, cooldownHours = recurs ? CooldownHours : (decimal?)null };
    }

    private static string NewTitle(Random random) => Titles[random.Next(Titles.Length)];
}
