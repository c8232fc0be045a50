using ServiceDefaults;
using Viewer.Dashboards;
using Viewer.Pages;
using Viewer.Prometheus;
using Viewer.Telemetry;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDashboards();
builder.AddPrometheus();
builder.AddTelemetry();

var app = builder.Build();

app.UseSecurityHeaders();
app.MapDefaultEndpoints();

// An open page asks every few seconds, for each panel: what it does would drown what people do.
var routes = app.MapGroup("").WithoutTelemetry();
routes.MapDashboards();
routes.MapPrometheus();
routes.MapTelemetry();
routes.MapPages();

await app.RunAsync();
