using System.Reflection;
using Api.Caching;

namespace Api.Identity;

/// <summary>Who asks: a session that goes on, and its user. Handlers take it as a parameter.</summary>
internal sealed record Caller(Guid SessionId, Guid UserId, Role Role, Guid? FamilyId) : ICached
{
    private const int Size = 128;

    public int Bytes => Size;

    public bool IsParent => Role == Role.Parent;

    /// <summary>The family of a caller who has one: behind <see cref="IdentityModule.RequireFamily"/> everybody does.</summary>
    public Guid Family => FamilyId ?? throw new InvalidOperationException("The endpoint lets callers without a family in.");

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => new(Of(context));

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint lets callers without a session in.");
}
