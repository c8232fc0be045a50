using Api;
using Api.Data;
using Api.Identity;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddProblems();
builder.AddApiDocument();

builder.AddData();
builder.AddIdentity();

var app = builder.Build();

app.UseProblems();
app.UseApiPage();
app.UseDatabaseGate();
app.UseAuthentication();
app.UseAuthorization();

app.MapDefaultEndpoints();
app.MapApiDocument();

// What is mapped here wants a sign-in and a database, unless it says otherwise.
var api = app.MapGroup("/api").RequireAuthorization().RequireDatabase();
api.MapIdentity();

await app.RunAsync();
