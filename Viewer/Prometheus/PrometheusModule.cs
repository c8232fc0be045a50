namespace Viewer.Prometheus;

/// <summary>The part of Prometheus' API that reads: https://prometheus.io/docs/prometheus/latest/querying/api/.</summary>
internal static class PrometheusModule
{
    private const string Name = "prometheus";

    public static void AddPrometheus(this WebApplicationBuilder builder)
    {
        var address = builder.Configuration.GetConnectionString(Name)
            ?? throw new InvalidOperationException($"ConnectionStrings:{Name} is not set. Set it to the address of Prometheus, such as http://localhost:9090.");

        builder.Services.AddSingleton(new PrometheusProxy(Upstream.CreateClient(new Uri(address))));
    }

    public static void MapPrometheus(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        Map("/query", "query", "time");
        Map("/query_range", "query", "start", "end", "step");
        Map("/query_exemplars", "query", "start", "end");
        Map("/series", "match[]", "start", "end");
        Map("/label/{name:regex(^[a-zA-Z_][a-zA-Z0-9_]*$)}/values", "match[]", "start", "end");

        void Map(string pattern, params string[] parameters) =>
            api.MapGet(pattern, (HttpContext context, PrometheusProxy prometheus) => prometheus.AskAsync(context.Request, parameters, context.RequestAborted));
    }
}
