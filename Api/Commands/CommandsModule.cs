using Api.Data;

namespace Api.Commands;

/// <summary>Changes: each in one transaction, made once however often it is asked for, and counted only when it is committed.</summary>
internal static class CommandsModule
{
    public static void AddCommands(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<CurrentCommand>();
        builder.Services.AddScoped<CommandStore>();
        builder.Services.AddScoped<CommandRunner>();
        builder.Services.AddSingleton<CommittedCommands>();
        builder.Services.AddSingleton<UndecidedCommands>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UndecidedCommands>());
        builder.Services.AddSingleton<IExpiringRows, ExpiredCommands>();
    }

    /// <summary>Runs the endpoint as a command: in one transaction, and not again for a request that is repeated with its Idempotency-Key.</summary>
    public static RouteHandlerBuilder AsCommand(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter<RouteHandlerBuilder, CommandFilter>()
        .WithMetadata(new Marker())
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>On endpoints that take an Idempotency-Key.</summary>
    internal sealed record Marker;
}
