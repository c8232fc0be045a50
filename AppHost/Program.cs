using Hosting;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

var observability = builder.AddObservability();
var database = builder.AddPostgresDatabase("db");

var api = builder.AddProject<Projects.Api>("api")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithHttpEndpoint(port: 8000)
    .WithHttpHealthCheck("/health")
    .WithReplicas(builder.Configuration.GetValue("Api:Replicas", 1))
    .WithReference(database).WaitFor(database)
    .WithObservability(observability);

if (builder.IsOn("Traffic"))
{
    builder.AddProject<Projects.Traffic>("traffic")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithSettings("Traffic")
        .WithReference(api).WaitFor(api)
        .WithObservability(observability);
}

builder.AddDashboardViewer<Projects.Viewer>("dashboards", observability);

builder.Build().Run();
