using Bench;

// One measurement a run: dotnet run -c Release --project bench -- <name> [its arguments]
Dictionary<string, Func<string[], Task>> measurements = new(StringComparer.Ordinal)
{
    ["record"] = RecordBench.RunAsync,
    ["scrape"] = ScrapeBench.RunAsync,
    ["requests"] = RequestBench.RunAsync,
    ["household"] = HouseholdBench.RunAsync,
    ["traces"] = TraceBench.RunAsync,
    ["log"] = LogBench.RunAsync,
    ["aggregation"] = AggregationBench.RunAsync,
    ["scale"] = ScaleBench.RunAsync,
};

if (args.Length == 0 || !measurements.TryGetValue(args[0], out var measurement))
{
    await Console.Error.WriteLineAsync($"Say what to measure: {string.Join(", ", measurements.Keys)}. Example: dotnet run -c Release --project bench -- record");
    return 2;
}

await measurement(args[1..]);
return 0;
