using Api.Gateway.Models;
using ServiceDefaults;

namespace Api.Gateway.Calls;

/// <summary>Calls to models.</summary>
internal static class CallsModule
{
    public static void AddCalls(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new CallOptions(FlagSetting.From(builder.Configuration, MessageContent.Setting, byDefault: false)));
        builder.Services.AddSingleton<ModelList>();
        builder.Services.AddScoped<ModelCalls>();
        builder.AddMetrics<GatewayMetrics>();
    }
}
