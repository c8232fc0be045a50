using System.Security.Claims;
using Api.Data;
using Microsoft.AspNetCore.Authorization;

namespace Api.Identity;

/// <summary>Middleware: a token whose session has ended is no token. Between authentication and authorization.</summary>
internal sealed class CallerMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, SessionService sessions)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var wantsCaller = metadata?.GetMetadata<DatabaseGate.Marker>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null;
        if (wantsCaller && SessionService.SessionOf(context.User) is { } sessionId)
        {
            if (await sessions.FindCallerAsync(sessionId, context.RequestAborted) is { } caller)
                context.Features.Set(caller);
            else
                context.User = new ClaimsPrincipal();
        }

        await next(context);
    }
}
