using Api.Data;
using ServiceDefaults;

namespace Api.Background;

/// <summary>Work that is done later: a queue in PostgreSQL, from which every replica takes.</summary>
internal static class BackgroundModule
{
    public static void AddBackground(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<JobQueue>();
        builder.Services.AddSingleton<JobSignal>();
        builder.Services.AddScoped<JobRunner>();
        builder.Services.AddSingleton<IStateReader, JobsState>();
        builder.AddMetrics<JobsMetrics>();
        builder.Services.AddHostedService<JobWorker>();
    }

    /// <summary>Has jobs done that <see cref="JobQueue"/> was given for this handler.</summary>
    public static void AddJob<THandler>(this IServiceCollection services) where THandler : class, IJobHandler
    {
        services.AddScoped<THandler>();
        services.AddSingleton(new JobType(THandler.Type, typeof(THandler)));
    }
}
