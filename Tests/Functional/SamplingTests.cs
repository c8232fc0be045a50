using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>Which requests' spans are sent, by the standard variables.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class SamplingTests
{
    // Each request comes from nobody, from a caller that is sampled, and from one that is not.
    [Theory]
    [InlineData(null, null, "root sampled")]
    [InlineData("always_on", null, "root sampled unsampled")]
    [InlineData("always_off", null, "")]
    [InlineData("traceidratio", "0", "")]
    [InlineData("traceidratio", "1", "root sampled unsampled")]
    [InlineData("traceidratio", null, "root sampled unsampled")]
    [InlineData("parentbased_always_on", null, "root sampled")]
    [InlineData("parentbased_always_off", null, "sampled")]
    [InlineData("parentbased_traceidratio", "0", "sampled")]
    [InlineData("Parentbased_TraceIdRatio", "1.0", "root sampled")]
    public async Task Sampler_DecidesWhatIsSent(string? sampler, string? argument, string expected)
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await StartAsync(OtlpSettings.Tempo(tempo.Url), ("OTEL_TRACES_SAMPLER", sampler ?? ""), ("OTEL_TRACES_SAMPLER_ARG", argument ?? ""));

        await RequestAsync(service, "root", null);
        await RequestAsync(service, "sampled", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await RequestAsync(service, "unsampled", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        await service.StopAsync();

        Assert.Equal(expected, string.Join(' ', tempo.Spans.Select(span => span.Name["GET /".Length..])));
    }

    [Fact]
    public async Task Ratio_OfAThird_SendsAboutAThird()
    {
        const int Requests = 600;
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await StartAsync(OtlpSettings.Tempo(tempo.Url), ("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.33"));

        for (var i = 0; i < Requests; i++)
            await RequestAsync(service, "root", null);
        await service.StopAsync();

        Assert.InRange(tempo.Spans.Count, 130, 270); // six standard deviations
    }

    [Fact]
    public async Task Request_ThatIsNotSampled_HasItsIdsInTheLogAllTheSame()
    {
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await StartAsync(OtlpSettings.Tempo(tempo.Url), ("OTEL_TRACES_SAMPLER", "always_off"));

        await RequestAsync(service, "root", null);
        await service.StopAsync();

        Assert.Empty(tempo.Spans);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(service.Log.Requests).GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Service_WithoutDestination_MakesSpansForTheirIdsAlone()
    {
        await using var service = await StartAsync(("OTEL_TRACES_SAMPLER", "always_on"));

        var recorded = await service.Client.GetStringAsync("/recorded");

        Assert.Equal("False False", recorded);
    }

    private static Task<SmallService> StartAsync(params (string, string)[] settings) => SmallService.StartAsync(
        app =>
        {
            foreach (var path in (string[])["/root", "/sampled", "/unsampled"])
                app.MapGet(path, () => "hello");
            app.MapGet("/recorded", () => $"{Activity.Current!.Recorded} {Activity.Current.IsAllDataRequested}");
        },
        [.. OtlpSettings.Quick, .. settings]);

    private static async Task RequestAsync(SmallService service, string path, string? traceparent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + path);
        if (traceparent is not null)
            request.Headers.Add("traceparent", traceparent);
        (await service.Client.SendAsync(request)).Dispose();
    }
}
