namespace Api.Gateway.Plans;

/// <summary>The plans that there are: <see cref="Plan"/> says what they give.</summary>
public enum PlanName
{
    /// <summary>To try it.</summary>
    Free,

    /// <summary>For a team.</summary>
    Pro,

    /// <summary>For a product.</summary>
    Scale,
}
