using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SimulatedProviders;

/// <summary>How the providers are told what to be, and tell what they did.</summary>
internal static class ControlEndpoints
{
    public static Ok<Dictionary<string, ProviderState>> List(Simulation simulation) =>
        TypedResults.Ok(simulation.Providers.ToDictionary(provider => provider.Name, provider => new ProviderState(provider.Run.Settings, provider.Run.Counts)));

    public static Results<Ok<ProviderSettings>, NotFound> Get(string provider, Simulation simulation) =>
        simulation.Find(provider) is { } found ? TypedResults.Ok(found.Run.Settings) : TypedResults.NotFound();

    /// <summary>What is left out gets the value that it started with.</summary>
    public static Results<Ok<ProviderSettings>, NotFound, ValidationProblem> Put(
        string provider, Dictionary<string, JsonNode?> settings, Simulation simulation, IOptions<JsonOptions> json) =>
        Change(simulation.Find(provider), found => found.Configured, settings, json.Value.SerializerOptions);

    /// <summary>What is left out stays as it is.</summary>
    public static Results<Ok<ProviderSettings>, NotFound, ValidationProblem> Patch(
        string provider, Dictionary<string, JsonNode?> settings, Simulation simulation, IOptions<JsonOptions> json) =>
        Change(simulation.Find(provider), found => found.Run.Settings, settings, json.Value.SerializerOptions);

    public static Results<NoContent, NotFound> Reset(string provider, Simulation simulation)
    {
        if (simulation.Find(provider) is not { } found)
            return TypedResults.NotFound();

        found.Reset();
        return TypedResults.NoContent();
    }

    private static Results<Ok<ProviderSettings>, NotFound, ValidationProblem> Change(
        Provider? provider, Func<Provider, ProviderSettings> ground, Dictionary<string, JsonNode?> changes, JsonSerializerOptions json)
    {
        if (provider is null)
            return TypedResults.NotFound();

        try
        {
            return TypedResults.Ok(provider.Run.Change(_ => Merge(ground(provider), changes, json)));
        }
        catch (ValidationException exception)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [exception.ValidationResult.MemberNames.First()] = [exception.Message] });
        }
    }

    /// <exception cref="ValidationException">A setting is unknown or cannot be; its first member is the JSON name.</exception>
    private static ProviderSettings Merge(ProviderSettings ground, Dictionary<string, JsonNode?> changes, JsonSerializerOptions json)
    {
        var merged = JsonSerializer.SerializeToNode(ground, json)!.AsObject();
        foreach (var (name, value) in changes)
        {
            if (!merged.ContainsKey(name))
                throw Refused(name, $"There is no such setting. There are {string.Join(", ", merged.Select(setting => setting.Key))}.");
            merged[name] = value?.DeepClone();
        }

        try
        {
            var settings = merged.Deserialize<ProviderSettings>(json)!;
            return settings.Errors() is [{ } error, ..] ? throw Refused(JsonNamingPolicy.CamelCase.ConvertName(error.MemberNames.First()), error.ErrorMessage!) : settings;
        }
        catch (JsonException exception)
        {
            throw Refused(exception.Path?.TrimStart('$', '.') ?? "", "This is not a value that the setting can have.");
        }
    }

    private static ValidationException Refused(string name, string message) => new(new ValidationResult(message, [name]), validatingAttribute: null, value: null);
}
