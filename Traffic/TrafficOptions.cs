using System.Globalization;
using Traffic.Scenarios;

namespace Traffic;

/// <summary>How much traffic there is, and of what.</summary>
/// <param name="DayLength"><c>Traffic:DayLength</c>: how long a day takes, in which the traffic rises and falls once.</param>
/// <param name="RequestsPerSecond"><c>Traffic:RequestsPerSecond</c>: the mean over a day; its busiest moment has 1.9 times as many, its quietest a tenth.</param>
/// <param name="Seed"><c>Traffic:Seed</c>: the same seed gives the same visits.</param>
/// <param name="Mix"><c>Traffic:Mix:NAME</c>: how often a scenario is chosen.</param>
internal sealed record TrafficOptions(TimeSpan DayLength, double RequestsPerSecond, int Seed, Mix Mix)
{
    private const string Section = "Traffic";
    private const int DefaultSeed = 14038; // one with which every scenario is seen in the first 45 seconds
    private const double FewestRequestsPerSecond = 0.01;
    private const double MostRequestsPerSecond = 1000;

    private static readonly TimeSpan ShortestDay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDay = TimeSpan.FromDays(1);
    private static readonly string[] Keys = [nameof(DayLength), nameof(RequestsPerSecond), nameof(Seed), nameof(Mix)];

    public double VisitsPerSecond => RequestsPerSecond / Mix.RequestsPerVisit;

    /// <exception cref="InvalidOperationException">A setting makes no sense; the message says which, and what would.</exception>
    public static TrafficOptions From(IConfiguration configuration, IReadOnlyList<IScenario> scenarios)
    {
        var traffic = configuration.GetSection(Section);
        if (traffic.GetChildren().FirstOrDefault(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidOperationException($"There is no setting {unknown.Path}. There are {string.Join(", ", Keys.Select(key => $"{Section}:{key}"))}.");

        return new(
            traffic[nameof(DayLength)] switch
            {
                null or "" => TimeSpan.FromMinutes(10),
                var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var length) && length >= ShortestDay && length <= LongestDay => length,
                var text => throw Refused(nameof(DayLength), text, $"a time from {ShortestDay} to {LongestDay}, such as 00:10:00"),
            },
            traffic[nameof(RequestsPerSecond)] switch
            {
                null or "" => 6,
                var text when Number(text) is >= FewestRequestsPerSecond and <= MostRequestsPerSecond and var rate => rate,
                var text => throw Refused(nameof(RequestsPerSecond), text, $"a number from {FewestRequestsPerSecond} to {MostRequestsPerSecond}; --traffic off turns it off"),
            },
            traffic[nameof(Seed)] switch
            {
                null or "" => DefaultSeed,
                var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) => seed,
                var text => throw Refused(nameof(Seed), text, "a whole number"),
            },
            MixFrom(traffic.GetSection(nameof(Mix)), scenarios));
    }

    private static Mix MixFrom(IConfigurationSection section, IReadOnlyList<IScenario> scenarios)
    {
        if (section.GetChildren().FirstOrDefault(child => !scenarios.Any(scenario => scenario.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            throw new InvalidOperationException($"There is no scenario {unknown.Path}. There are {string.Join(", ", scenarios.Select(scenario => scenario.Name))}.");

        var weights = scenarios.Select(scenario => section[scenario.Name] switch
        {
            null or "" => scenario.Weight,
            var text when Number(text) is >= 0 and <= Mix.GreatestWeight and var weight => weight,
            var text => throw Refused($"{nameof(Mix)}:{scenario.Name}", text, $"a weight from 0 to {Mix.GreatestWeight}"),
        });

        var mix = scenarios.Zip(weights).Where(pair => pair.Second > 0).ToArray();
        return mix.Length > 0
            ? new(mix)
            : throw new InvalidOperationException($"{section.Path} leaves every scenario out. Give one of them a weight above 0; --traffic off turns the traffic off.");
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static InvalidOperationException Refused(string key, string text, string wanted) => new($"{Section}:{key} is '{text}'. Set it to {wanted}.");
}
