using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Metrics never fail a request, whoever listens to them.</summary>
public sealed class MetricsFaultTests
{
    [Fact]
    public async Task Listener_ThatThrowsOnEveryMeasurement_FailsNoRequest()
    {
        await using var api = await ApiHost.StartAsync();
        var meters = api.Services.GetRequiredService<IMeterFactory>(); // those of this Api alone: other tests run at the same time
        var thrown = 0;
        using var broken = new MeterListener();
        broken.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith("Api.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        broken.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        broken.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        broken.Start();
        using var ada = api.CreateClient();
        using var charles = api.CreateClient();
        using var byron = api.CreateClient();

        await ada.SignUpAsync();
        var familyId = await ada.CreateFamilyAsync();
        await charles.SignUpAsync();
        await ada.JoinFamilyAsync(familyId, charles);
        var byronId = await ada.AddChildAsync(familyId, byron);
        var claimed = await ada.AddToPoolAsync();
        await byron.StepAsync(claimed, "claim");
        await byron.StepAsync(claimed, "complete");
        await charles.StepAsync(claimed, "reject", new { reason = "Look under the bed." });
        await byron.StepAsync(claimed, "complete");
        await charles.StepAsync(claimed, "approve");
        await ada.PostAsync("/api/v1/adjustments", new { childId = byronId, type = "penalty", amount = 1, reason = "The window" });
        var balance = (await byron.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal();
        await ada.GetJsonAsync($"/api/v1/families/{familyId}");
        await ada.GetJsonAsync("/api/v1/activities");
        await ada.GetJsonAsync("/prometheus/metrics/summary");
        var wrongPassword = await new Ask(ada, "/api/v1/users/login", new { email = "nobody@example.com", password = Household.Password }).SendAsync();
        var deleted = await new Ask(ada, $"/api/v1/users/{byronId}") { Method = HttpMethod.Delete }.SendAsync();
        var loggedOut = await new Ask(ada, "/api/v1/users/logout").SendAsync();

        Assert.True(thrown > 10, $"The listener threw {thrown} times.");
        Assert.Equal(4.00m, balance);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (wrongPassword.Status, deleted.Status, loggedOut.Status));

        void Throw()
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException("the listener broke");
        }
    }
}
