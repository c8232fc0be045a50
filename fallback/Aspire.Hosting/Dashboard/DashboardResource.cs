using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>The dashboard, run by the engine as any other executable and left out of its own list.</summary>
internal sealed class DashboardResource : ExecutableResource
{
    public const string ResourceName = "aspire-dashboard";

    /// <summary>Its pages.</summary>
    public const string HttpEndpointName = "http";

    /// <summary>Where services send traces, metrics and logs, by gRPC.</summary>
    public const string OtlpGrpcEndpointName = "otlp-grpc";

    /// <summary>Where services send traces, metrics and logs, by HTTP.</summary>
    public const string OtlpHttpEndpointName = "otlp-http";

    private readonly DashboardOptions _options;

    /// <param name="path">Full path of the program <c>aspire-managed</c>.</param>
    /// <param name="options">Its ports and keys.</param>
    /// <param name="resourceService">What it reads from.</param>
    public DashboardResource(string path, DashboardOptions options, GrpcEndpoint resourceService)
        : base(ResourceName, path, Path.GetDirectoryName(path)!)
    {
        _options = options;
        Annotations.Add(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: HttpEndpointName, port: options.FrontendPort));
        Annotations.Add(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: OtlpGrpcEndpointName, port: options.OtlpGrpcPort));
        Annotations.Add(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: OtlpHttpEndpointName, port: options.OtlpHttpPort));
        Annotations.Add(new HealthCheckAnnotation(ResourceName));
        Annotations.Add(new CommandLineArgsCallbackAnnotation(context =>
        {
            context.Args.Add("dashboard");
            return Task.CompletedTask;
        }));
        Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            AddEnvironment(context.EnvironmentVariables, resourceService.Url);
            return Task.CompletedTask;
        }));
    }

    /// <summary>What to open in a browser; known once the endpoints have their addresses.</summary>
    public string LoginUrl
    {
        get
        {
            var url = GetEndpoint(HttpEndpointName).Url;
            return _options.BrowserToken is { } token ? $"{url}/login?t={token}" : url;
        }
    }

    /// <summary>What senders of telemetry show in the header <c>x-otlp-api-key</c>; null when anybody may send.</summary>
    public string? OtlpApiKey => _options.OtlpApiKey;

    public EndpointReference GetEndpoint(string name) => new(this, name);

    private void AddEnvironment(Dictionary<string, object> environment, string resourceServiceUrl)
    {
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["ASPNETCORE_URLS"] = ListenUrl(HttpEndpointName);
        environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = ListenUrl(OtlpGrpcEndpointName);
        environment["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = ListenUrl(OtlpHttpEndpointName);
        environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resourceServiceUrl;
        environment["ASPIRE_VERSION_CHECK_DISABLED"] = "1";
        environment["LOGGING__CONSOLE__FORMATTERNAME"] = "json";

        Protect("FRONTEND", "BrowserToken", "BROWSERTOKEN", _options.BrowserToken);
        Protect("OTLP", "ApiKey", "PRIMARYAPIKEY", _options.OtlpApiKey);
        Protect("API", "ApiKey", "PRIMARYAPIKEY", _options.TelemetryApiKey);
        Protect("RESOURCESERVICECLIENT", "ApiKey", "APIKEY", _options.ResourceServiceApiKey);

        void Protect(string part, string mode, string keyName, string? key)
        {
            environment[$"DASHBOARD__{part}__AUTHMODE"] = key is null ? "Unsecured" : mode;
            if (key is not null)
                environment[$"DASHBOARD__{part}__{keyName}"] = key;
        }
    }

    private ReferenceExpression ListenUrl(string endpointName) =>
        ReferenceExpression.Create($"http://localhost:{GetEndpoint(endpointName).Property(EndpointProperty.TargetPort)}");
}
