using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceDefaults.Requests;

namespace Tests.Unit;

/// <summary>What observing a request costs it.</summary>
public sealed class RequestTelemetryMiddlewareTests
{
    private const int Requests = 1000;
    private static readonly byte[] Answered = new byte[10];

    [Fact]
    public void Request_AnsweredAtOnce_AllocatesNothing()
    {
        using var services = new ServiceCollection().AddMetrics().AddLogging().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var sizes = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument); } };
        sizes.Start();
        var options = RequestOptions.From(new ConfigurationBuilder().Build());
        var routes = new ObservedRoutes(options);
        var endpoint = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/things/{id}"), 0).Build();
        var middleware = new RequestTelemetryMiddleware(
            context => Answer(context, endpoint),
            routes, options, new RequestMetrics(meters, routes), new RequestTelemetryFailures(meters, NullLogger<RequestTelemetryFailures>.Instance), NullLogger<RequestTelemetryMiddleware>.Instance);
        var context = ConnectionThatStays();

        Serve(middleware, context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(middleware, context);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Task Answer(HttpContext context, Endpoint endpoint)
    {
        context.SetEndpoint(endpoint);
        context.Response.Body.Write(Answered);
        return Task.CompletedTask;
    }

    private static void Serve(RequestTelemetryMiddleware middleware, DefaultHttpContext context)
    {
        var body = context.Features.Get<IHttpResponseBodyFeature>();
        for (var i = 0; i < Requests; i++)
        {
            Assert.True(middleware.InvokeAsync(context).IsCompletedSuccessfully);
            context.Features.Set(body);
            context.Features.Set<IEndpointFeature>(null);
        }
    }

    private static DefaultHttpContext ConnectionThatStays()
    {
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = "/things/1" } };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new WithoutBody());
        context.Features.Set<IPersistentStateFeature>(new State());
        return context;
    }

    private sealed class WithoutBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }

    private sealed class State : IPersistentStateFeature
    {
        IDictionary<object, object?> IPersistentStateFeature.State { get; } = new Dictionary<object, object?>();
    }
}
