using System.Globalization;

namespace Bench;

/// <summary>
/// What telemetry costs two requests of the real Api on a real PostgreSQL. One Api a mode, all on the first core, each with a database of its own; PostgreSQL, wrk
/// and the OTLP sink on the second. The modes take turns in several rounds, so that a noisy moment hits each of them. The tables show medians.
/// </summary>
internal static class HouseholdBench
{
    private const int Rounds = 8;
    private const double Seconds = 2;
    private const double WarmUpRequests = 25_000; // of each: the runtime compiles EF Core's code for long, and one that answers fewer requests a second would stay behind
    private const int MostCompletionsPerSecond = 2500;

    /// <param name="args">The modes to compare with everything off; when there are none, those with everything on.</param>
    public static async Task RunAsync(string[] args)
    {
        var modes = args.Length > 0 ? (string[])[HouseholdApi.Off, .. args.Except([HouseholdApi.Off])] : [HouseholdApi.Off, HouseholdApi.On, HouseholdApi.SampledOn];
        await using var postgres = await PostgresProcess.StartAsync(core: 1);
        await using var sink = await ServerProcess.StartAsync(RequestServers.Sink, core: 1, []);
        var apis = new List<HouseholdApi>();
        try
        {
            foreach (var mode in modes)
                apis.Add(await HouseholdApi.StartAsync(mode, core: 0, await postgres.CreateDatabaseAsync(), sink.Address));

            await Console.Out.WriteLineAsync(Table("`GET /api/v1/chores`, 20 of them", modes, await MeasureAsync(apis, ListAsync)));
            await Console.Out.WriteLineAsync("\n" + Table("`POST /api/v1/assignments/{id}/complete`", modes, await MeasureAsync(apis, CompleteAsync)));
        }
        finally
        {
            foreach (var api in apis)
                await api.DisposeAsync();
        }
    }

    private static async Task<List<List<Sample>>> MeasureAsync(List<HouseholdApi> apis, Func<HouseholdApi, double, Task<Sample>> load)
    {
        foreach (var api in apis)
        {
            for (var requests = 0.0; requests < WarmUpRequests;)
            {
                requests += (await load(api, Seconds)).Requests;
                api.ForgetOutput();
            }
        }

        var samples = apis.Select(_ => new List<Sample>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < apis.Count; i++)
            {
                samples[i].Add(await load(apis[i], Seconds));
                apis[i].ForgetOutput();
            }
        }

        return samples;
    }

    private static async Task<Sample> ListAsync(HouseholdApi api, double seconds)
    {
        var cpu = api.CpuTime;
        var load = await Wrk.RunAsync(api.Address + "/api/v1/chores", seconds, "-H", "Authorization: Bearer " + api.ParentToken);
        return new(load.Requests, load.RequestsPerSecond, (api.CpuTime - cpu).TotalMicroseconds / load.Requests, load.P99);
    }

    private static async Task<Sample> CompleteAsync(HouseholdApi api, double seconds)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, (await api.AssignAsync((int)(seconds * MostCompletionsPerSecond))).Select(id => id.ToString()));
            var (before, cpu) = (await api.CountCompletedAsync(), api.CpuTime);
            var script = Path.Combine(AppContext.BaseDirectory, "complete.lua");
            var load = await Wrk.RunAsync(api.Address, seconds, "-H", "Authorization: Bearer " + api.ChildToken, "-s", script, "--", file);
            var used = api.CpuTime - cpu;

            // Those under way at the end were made too, and nobody read the answer.
            var completed = await api.CountCompletedAsync() - before;
            return completed >= load.Requests
                ? new(load.Requests, load.RequestsPerSecond, used.TotalMicroseconds / completed, load.P99)
                : throw new InvalidOperationException($"Of {load.Requests} requests only {completed} completed something.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Table(string title, string[] modes, List<List<Sample>> samples)
    {
        var lines = new List<string> { $"| {title} | requests/s | share of off | CPU µs a request | share of off, by CPU | p99 ms |", "|---|---:|---:|---:|---:|---:|" };
        for (var i = 0; i < modes.Length; i++)
        {
            // Shares are taken within a round, whose samples met the same machine; that by CPU also holds where a neighbour takes the core away.
            var share = Timing.Median(samples[i].Zip(samples[0], (each, off) => each.RequestsPerSecond / off.RequestsPerSecond));
            var byCpu = Timing.Median(samples[i].Zip(samples[0], (each, off) => off.Cpu / each.Cpu));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {modes[i]} | {Median(sample => sample.RequestsPerSecond):n0} | {share:0.00} | {Median(sample => sample.Cpu):0} | {byCpu:0.00} | {Median(sample => sample.P99):0} |"));

            double Median(Func<Sample, double> value) => Timing.Median(samples[i].Select(value));
        }

        return string.Join('\n', lines);
    }

    private sealed record Sample(double Requests, double RequestsPerSecond, double Cpu, double P99);
}
