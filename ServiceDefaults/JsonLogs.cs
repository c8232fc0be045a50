using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;

namespace ServiceDefaults;

/// <summary>Logs: one line a record to standard output, JSON unless asked otherwise.</summary>
internal static class JsonLogs
{
    public static void AddJsonLogs(this IHostApplicationBuilder builder)
    {
        var format = LogFormat.From(builder.Configuration, ServiceName.Of(builder));

        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(services => new JsonLoggerProvider(
            Console.OpenStandardOutput(), format, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<JsonLoggerProvider>());

        // In the place of the framework's own, which has the ids of the span as well: each line has them anyway.
        builder.Services.TryAddSingleton<IExternalScopeProvider, LogScopes>();

        // ASP.NET Core's own request lines say less than ours; while its category is on at any level, each request pays for a scope.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Before the rules of the configuration, which win: a service without appsettings.json would write a line for each step of routing.
        builder.Services.Configure<LoggerFilterOptions>(options => options.Rules.Insert(
            0, new LoggerFilterRule(providerName: null, "Microsoft.AspNetCore", LogLevel.Warning, filter: null)));
    }
}
