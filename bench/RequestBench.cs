using System.Globalization;

namespace Bench;

/// <summary>
/// What telemetry costs a trivial GET. One server process a mode, all on the first core; wrk and the OTLP sink on the second; the modes take
/// turns in several rounds, so that a noisy moment hits each of them. The table shows medians.
/// </summary>
internal static class RequestBench
{
    private const int Rounds = 8;
    private const double Seconds = 0.75;
    private const double WarmUpSeconds = 2.5;
    private const string Path = "/things/1";

    public static async Task RunAsync(string[] args)
    {
        if (args is [ServerProcess.ServeArgument, var served, var addressFile])
        {
            await RequestServers.RunAsync(served, addressFile);
            return;
        }

        var modes = args.Length > 0 ? (string[])[RequestServers.Bare, .. args.Except([RequestServers.Bare])] : RequestServers.Modes;
        await using var sink = await ServerProcess.StartAsync(RequestServers.Sink, core: 1, []);
        var servers = new List<ServerProcess>();
        try
        {
            foreach (var mode in modes)
                servers.Add(await ServerProcess.StartAsync(mode, core: 0, RequestServers.Settings(mode, sink.Address)));

            await Console.Out.WriteLineAsync(Table(modes, await MeasureAsync(servers)));
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    private static async Task<List<List<Sample>>> MeasureAsync(List<ServerProcess> servers)
    {
        foreach (var server in servers)
            await Wrk.RunAsync(server.Address + Path, WarmUpSeconds);

        var samples = servers.Select(_ => new List<Sample>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var (cpu, allocated) = (servers[i].CpuTime, await servers[i].AllocatedAsync());
                var load = await Wrk.RunAsync(servers[i].Address + Path, Seconds);
                samples[i].Add(new(
                    load.RequestsPerSecond,
                    (servers[i].CpuTime - cpu).TotalMicroseconds / load.Requests,
                    (await servers[i].AllocatedAsync() - allocated) / load.Requests,
                    load.P99));
                servers[i].ForgetOutput();
            }
        }

        return samples;
    }

    private static string Table(string[] modes, List<List<Sample>> samples)
    {
        var lines = new List<string> { "| | requests/s | share of bare | CPU µs a request | share of bare, by CPU | B a request | p99 ms |", "|---|---:|---:|---:|---:|---:|---:|" };
        for (var i = 0; i < modes.Length; i++)
        {
            // Shares are taken within a round, whose samples met the same machine; that by CPU also holds where a neighbour takes the core away.
            var share = Timing.Median(samples[i].Zip(samples[0], (each, bare) => each.RequestsPerSecond / bare.RequestsPerSecond));
            var byCpu = Timing.Median(samples[i].Zip(samples[0], (each, bare) => bare.Cpu / each.Cpu));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {modes[i]} | {Median(sample => sample.RequestsPerSecond):n0} | {share:0.00} | {Median(sample => sample.Cpu):0.0} | {byCpu:0.00} | {Median(sample => sample.Allocated):0} | {Median(sample => sample.P99):0.0} |"));

            double Median(Func<Sample, double> value) => Timing.Median(samples[i].Select(value));
        }

        return string.Join('\n', lines);
    }

    private sealed record Sample(double RequestsPerSecond, double Cpu, double Allocated, double P99);
}
