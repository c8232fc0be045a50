using Api;
using Api.Activities;
using Api.Aggregation;
using Api.Background;
using Api.Caching;
using Api.Chores;
using Api.Commands;
using Api.Data;
using Api.Families;
using Api.Gateway;
using Api.Gateway.Calls;
using Api.Identity;
using Api.Rewards;
using Api.Statistics;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddProblems();
builder.AddJson();
builder.AddApiDocument();

// What every module stands on.
builder.AddData();
builder.AddCaching();
builder.AddCommands();
builder.AddBackground();

// The household.
builder.AddIdentity();
builder.AddActivities();
builder.AddFamilies();
builder.AddRewards();
builder.AddChores();
builder.AddStatistics();

// The AI gateway, which knows nothing of it.
builder.AddGateway();

// What dashboards are told.
builder.AddAggregation();

var app = builder.Build();

if (args is ["migrate"])
{
    await app.MigrateDatabaseAsync();
    return;
}

app.UseProblems();
app.UseApiPage();
app.UseDatabaseGate();
app.UseBodyEncodings();
app.UseFormBodies();
app.UseAuthentication();
app.UseCallers();
app.UseAuthorization();

app.MapDefaultEndpoints();
app.MapApiDocument();
app.MapAggregation();

// What is mapped here wants a sign-in and a database, unless it says otherwise.
var api = app.MapApi();
api.MapIdentity();
api.MapFamilies();
api.MapChores();
api.MapRewards();
api.MapStatistics();
api.MapActivities();
api.MapGateway();

// Callers of models bring a key of the gateway.
app.MapModels();

await app.RunAsync();
