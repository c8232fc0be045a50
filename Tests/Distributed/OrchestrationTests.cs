using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>Small programs in place of the stack's resources: how they start, wait, end and are told things.</summary>
public sealed class OrchestrationTests
{
    [Fact]
    public async Task Environment_OfAProgram_HoldsParametersAndAddresses()
    {
        await using var app = await EmptyApp.StartAsync(builder =>
        {
            var greeting = builder.AddParameter("greeting");
            var server = Shell(builder, "server", "exec sleep 60").WithHttpEndpoint(name: "web").WithUrlForEndpoint("web", url =>
            {
                url.DisplayText = "Welcome";
                url.Url = "/start";
            });
            Shell(builder, "client", "echo $GREETING $NAME; echo $SERVER; exec sleep 60")
                .WithEnvironment("GREETING", greeting)
                .WithEnvironment(context => context.EnvironmentVariables["NAME"] = "to you")
                .WithEnvironment("SERVER", $"at {server.GetEndpoint("web")}");
        }, "--Parameters:greeting=hello from a parameter");

        await app.App.LogsAsync("client", "hello from a parameter to you");
        await app.App.LogsAsync("client", $"at {app.App.GetEndpoint("server", "web").ToString().TrimEnd('/')}");
        var state = await app.WaitAsync("server", KnownResourceStates.Running);
        var url = Assert.Single(state.Snapshot.Urls);
        Assert.Equal(("Welcome", new Uri(app.App.GetEndpoint("server", "web"), "/start").ToString()), (url.DisplayProperties.DisplayName, url.Url));
    }

    [Fact]
    public async Task Program_WaitingForCompletion_StartsAfterTheOtherHasEnded()
    {
        using var folder = new TemporaryFolder();
        var done = Path.Combine(folder.Path, "done"); // the engine's times are no proof: it reckons a start from that of the machine, to half a second
        await using var app = await EmptyApp.StartAsync(builder =>
        {
            var migration = Shell(builder, "migration", $"sleep 1; touch {done}");
            Shell(builder, "service", $"test -e {done} && echo It is migrated.; exec sleep 60").WaitForCompletion(migration);
        });

        await app.App.LogsAsync("service", "It is migrated.");

        var migration = await app.WaitAsync("migration", KnownResourceStates.Finished);
        Assert.Equal(0, migration.Snapshot.ExitCode);
    }

    [Fact]
    public async Task Program_WaitingForOneThatFails_FailsToo()
    {
        await using var app = await EmptyApp.StartAsync(builder =>
        {
            var migration = Shell(builder, "migration", "exit 3");
            Shell(builder, "service", "exec sleep 60").WaitForCompletion(migration);
        });

        await app.WaitAsync("service", KnownResourceStates.FailedToStart);
    }

    [Fact]
    public async Task Program_WithExplicitStart_RunsWhenTold()
    {
        await using var app = await EmptyApp.StartAsync(builder => Shell(builder, "tool", "exec sleep 60").WithExplicitStart());
        var tool = await app.WaitAsync("tool", KnownResourceStates.NotStarted);

        var result = await app.App.ResourceCommands.ExecuteCommandAsync(tool.ResourceId, KnownResourceCommands.StartCommand);

        Assert.True(result.Success, result.Message);
        await app.WaitAsync("tool", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Program_StoppedAndStarted_RunsAgainAndKeepsItsLog()
    {
        await using var app = await EmptyApp.StartAsync(builder => Shell(builder, "clock", "echo tick; exec sleep 60"));
        var first = await app.WaitAsync("clock", KnownResourceStates.Running);
        await app.App.LogsAsync("clock", "tick");

        var stopped = await app.App.ResourceCommands.ExecuteCommandAsync(first.ResourceId, KnownResourceCommands.StopCommand);
        var started = await app.App.ResourceCommands.ExecuteCommandAsync(first.ResourceId, KnownResourceCommands.StartCommand);

        Assert.True(stopped.Success && started.Success, $"{stopped.Message} {started.Message}");
        await app.WaitAsync("clock", KnownResourceStates.Running);
        await app.App.LogsAsync("clock", "tick", times: 2);
    }

    [Fact]
    public async Task Program_WhosePreparationThrows_FailsWithTheReasonInItsLog()
    {
        await using var app = await EmptyApp.StartAsync(builder =>
        {
            var service = Shell(builder, "service", "exec sleep 60");
            builder.Eventing.Subscribe<BeforeResourceStartedEvent>(service.Resource, (_, _) => throw new DistributedApplicationException("the disk is full"));
        });

        await app.WaitAsync("service", KnownResourceStates.FailedToStart);
        await app.App.LogsAsync("service", "the disk is full");
    }

    /// <summary>The engine asks the shell to end, not what the shell started: a script that lasts has to exec.</summary>
    private static IResourceBuilder<ExecutableResource> Shell(IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "sh", ".", "-c", script);
}
