using Hosting;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

var observability = builder.AddObservability();
var database = builder.AddPostgresDatabase("db");

builder.AddProject<Projects.Api>("api")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithHttpEndpoint(port: 8000)
    .WithHttpHealthCheck("/health")
    .WithReplicas(builder.Configuration.GetValue("Api:Replicas", 1))
    .WithReference(database).WaitFor(database)
    .WithObservability(observability);

builder.Build().Run();
