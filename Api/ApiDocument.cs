using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Api;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and a page to try it at <c>/swagger</c>.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static void AddApiDocument(this IHostApplicationBuilder builder)
    {
        // Else a number may come as a string too, and the document says so of every number.
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);

        builder.Services.AddOpenApi(Name, options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(RequireBearerAsync);
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi().AllowAnonymous();

    public static void UseApiPage(this IApplicationBuilder app) => app.UseSwaggerUI(options => options.SwaggerEndpoint($"/openapi/{Name}.json", Name));

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Observable backend", Version = Name };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerTokenDefaults.AuthenticationScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The accessToken that POST /api/v1/users/login gives.",
        };
        return Task.CompletedTask;
    }

    private static Task RequireBearerAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.Any(metadata => metadata is IAllowAnonymous))
            return Task.CompletedTask;

        operation.Security = [new() { [new OpenApiSecuritySchemeReference(BearerTokenDefaults.AuthenticationScheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }
}
