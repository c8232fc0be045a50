using AppHost;
using Hosting;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

var observability = builder.AddObservability();
var database = builder.AddPostgresDatabase("db");
var administratorKey = builder.AddResource(ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, "gateway-administrator-key"));

var providers = builder.AddProject<Projects.SimulatedProviders>("simulated-providers")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("Simulation__Providers__wobbly__WobbleSeconds", "300") // so that the gateway has something to go round
    .WithSettings("Simulation")
    .WithObservability(observability);

var api = builder.AddProject<Projects.Api>("api")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithHttpEndpoint(port: 8000)
    .WithHttpHealthCheck("/health")
    .WithReplicas(builder.Configuration.GetValue("Api:Replicas", 1))
    .WithEnvironment("Gateway__AdministratorKey", administratorKey)
    .WithSimulatedProviders(providers)
    .WithSettings("Gateway")
    .WithReference(database).WaitFor(database)
    .WithReference(observability.Prometheus)
    .WithObservability(observability);

if (builder.IsOn("Traffic"))
{
    builder.AddProject<Projects.Traffic>("traffic")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithEnvironment("Gateway__AdministratorKey", administratorKey)
        .WithSettings("Traffic")
        .WithReference(api).WaitFor(api)
        .WithObservability(observability);
}

builder.AddDashboardViewer<Projects.Viewer>("dashboards", observability);

builder.Build().Run();
