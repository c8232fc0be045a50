using System.Text.Json.Nodes;
using Api.Commands;
using Api.Gateway;
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
        builder.Services.AddOpenApi(Name, options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(RequireBearerAsync);
            options.AddOperationTransformer(DescribeParametersAsync);
            options.AddOperationTransformer(OfferIdempotencyAsync);
            options.AddSchemaTransformer(DescribeChoicesAsync);
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
        document.Components.SecuritySchemes[AdministratorHandler.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"The administrator's key of the gateway: {AdministratorHandler.KeySetting} of the configuration.",
        };
        return Task.CompletedTask;
    }

    private static Task RequireBearerAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.Any(each => each is IAllowAnonymous))
            return Task.CompletedTask;

        var scheme = metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.AuthenticationSchemes).FirstOrDefault(BearerTokenDefaults.AuthenticationScheme);
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    // The framework knows of types with a TryParse of their own that they are texts.
    private static Task DescribeParametersAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var description in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == description.Name)?.Schema is not OpenApiSchema schema)
                continue;

            var type = description.ParameterDescriptor?.ParameterType;
            type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(RouteId))
                schema.Format = "uuid";
            else if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Choice<>))
                NameValues(schema, type.GenericTypeArguments[0]);
        }

        return Task.CompletedTask;
    }

    // Nor what converters of our own read and write.
    private static Task DescribeChoicesAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type.IsEnum)
            NameValues(schema, context.JsonTypeInfo.Type);
        return Task.CompletedTask;
    }

    private static void NameValues(OpenApiSchema schema, Type choice)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Enum.GetNames(choice).Select(name => JsonValue.Create(Json.NameOf(name)))];
    }

    private static Task OfferIdempotencyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.Any(metadata => metadata is CommandsModule.Marker))
            return Task.CompletedTask;

        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = IdempotencyKey.HeaderName,
            In = ParameterLocation.Header,
            Description = IdempotencyKey.Description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = IdempotencyKey.MinimumLength, MaxLength = IdempotencyKey.MaximumLength },
        });
        return Task.CompletedTask;
    }
}
