using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traffic;
using Traffic.Scenarios;

namespace Tests.Support;

/// <summary>The traffic in this process, with scenarios of a test and a clock that stands still until it is told.</summary>
internal sealed class TrafficHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly SmallService _service;
    private readonly ManualTime _time;

    private TrafficHost(SmallService service, ManualTime time) => (_service, _time) = (service, time);

    public LogCapture Log => _service.Log;

    /// <param name="api">Where the API is, or nobody.</param>
    /// <param name="scenarios">What visitors want from it.</param>
    public static async Task<TrafficHost> StartAsync(Uri api, params IScenario[] scenarios)
    {
        var time = new ManualTime();
        var service = await SmallService.StartAsync(
            builder =>
            {
                builder.AddTraffic();
                builder.Services.AddSingleton(TrafficOptions.From(builder.Configuration, scenarios));
                builder.Services.AddSingleton<TimeProvider>(time);
            },
            _ => { },
            ("services:api:http:0", api.ToString()));
        return new(service, time);
    }

    /// <summary>The settings of a configuration that holds nothing else.</summary>
    public static TrafficOptions Options(params (string Key, string Value)[] settings) => TrafficOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build(), ScenarioList.All);

    /// <summary>Lets time pass until an assertion holds.</summary>
    public Task PassesInTimeAsync(Func<Task> assertion) => Eventually.PassesAsync(
        async () =>
        {
            _time.Advance(Step);
            await assertion();
        },
        Deadline);

    /// <summary>How many visits went so.</summary>
    public async Task<double> CountAsync(IScenario scenario, string outcome) =>
        await _service.ReadAsync($$"""traffic_visits_total{outcome="{{outcome}}",scenario="{{scenario.Name}}"}""") ?? 0;

    public Task StopAsync() => _service.StopAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
