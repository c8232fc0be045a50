using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Viewer.Prometheus;

/// <summary>Hands a request on to Prometheus: its path, and the parameters that are known of it.</summary>
internal sealed class PrometheusProxy(HttpClient http)
{
    public Task<Results<ContentHttpResult, ProblemHttpResult>> AskAsync(HttpRequest request, string[] parameters, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder(request.Query.Where(parameter => parameters.Contains(parameter.Key)));

        return Upstream.AnswerAsync("Prometheus", async () =>
        {
            using var response = await http.GetAsync($"{request.Path}{query}", cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return (Results<ContentHttpResult, ProblemHttpResult>)TypedResults.Content(body, response.Content.Headers.ContentType?.ToString(), contentEncoding: null, (int)response.StatusCode);
        });
    }
}
