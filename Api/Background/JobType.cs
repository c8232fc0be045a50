namespace Api.Background;

/// <summary>A type of jobs that this version does.</summary>
/// <param name="Name"><see cref="IJobHandler.Type"/>.</param>
/// <param name="Handler">The class that does them.</param>
internal sealed record JobType(string Name, Type Handler);
