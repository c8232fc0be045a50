using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// A gRPC server on loopback, without TLS, for calls with one request message. Grpc.AspNetCore would do, were it to be had
/// where this project is used: its dependencies are missing there.
/// </summary>
/// <param name="methods">By path: <c>/package.Service/Method</c>.</param>
/// <param name="apiKey">What every call carries in the header <see cref="ApiKeyHeader"/>.</param>
/// <param name="logger">Is told of calls that fail for want of us.</param>
internal sealed class GrpcEndpoint(IReadOnlyDictionary<string, GrpcMethod> methods, string apiKey, ILogger logger) : IAsyncDisposable
{
    public const string ApiKeyHeader = "x-resource-service-api-key";

    private readonly byte[] _apiKey = Encoding.UTF8.GetBytes(apiKey);
    private WebApplication? _server;

    /// <summary>Where it listens, once it is started.</summary>
    public string Url => _server?.Urls.Single() ?? throw new InvalidOperationException("The resource service is not started yet.");

    /// <param name="port">0 for any free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);

            // A stream on which nobody has anything to say is no slow sender: it must not cost the connection, and all other streams with it.
            kestrel.Limits.MinRequestBodyDataRate = null;
        });

        _server = builder.Build();
        _server.Run(HandleAsync);
        await _server.StartAsync(cancellationToken);
    }

    /// <summary>Ends all streams, then stops listening.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "application/grpc";

        var (status, message) = await CallAsync(context);

        // A refusal takes the place of the headers ("trailers-only"); what ends a call that has begun comes after the messages.
        var trailers = response.HasStarted ? context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : response.Headers;
        trailers["grpc-status"] = $"{(int)status}";
        if (message.Length > 0)
            trailers["grpc-message"] = Uri.EscapeDataString(message);
    }

    private async Task<(GrpcStatus Status, string Message)> CallAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _server!.Lifetime.ApplicationStopping);
        try
        {
            ThrowIfUnauthenticated(context.Request);
            if (!methods.TryGetValue(context.Request.Path, out var method))
                throw new GrpcException(GrpcStatus.Unimplemented, $"There is no method {context.Request.Path}.");

            // Until it has the headers a client does not know that the call has begun, and the first message may be a long time coming.
            await context.Response.BodyWriter.FlushAsync(ended.Token);

            var request = await GrpcFraming.ReadAsync(context.Request.BodyReader, ended.Token);
            await foreach (var message in method(request, ended.Token))
            {
                GrpcFraming.Write(context.Response.BodyWriter, message);
                await context.Response.BodyWriter.FlushAsync(ended.Token);
            }

            return (GrpcStatus.Ok, "");
        }
        catch (GrpcException exception)
        {
            return (exception.Status, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return (GrpcStatus.Unavailable, "The application or the connection has ended.");
        }
        catch (Exception exception) // whatever it was, the client must not take it for the end of the stream
        {
            logger.LogError(exception, "The dashboard's call {Path} failed.", context.Request.Path);
            return (GrpcStatus.Internal, exception.Message);
        }
    }

    private void ThrowIfUnauthenticated(HttpRequest request)
    {
        var given = Encoding.UTF8.GetBytes(request.Headers[ApiKeyHeader].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, _apiKey))
            throw new GrpcException(GrpcStatus.Unauthenticated, $"The header {ApiKeyHeader} has not the right key.");
    }

    /// <summary>Ctrl-C is for the application to handle, which then stops this server last.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
