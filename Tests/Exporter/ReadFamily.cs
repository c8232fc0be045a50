namespace Tests.Exporter;

/// <summary>A family as a reader of an exposition understands it.</summary>
/// <param name="Name">As OpenMetrics has it: a counter's without <c>_total</c>.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Help">Without escapes.</param>
/// <param name="Unit">Of OpenMetrics; else empty.</param>
/// <param name="Samples">In their order.</param>
internal sealed record ReadFamily(string Name, string Type, string Help, string Unit, IReadOnlyList<ReadSample> Samples)
{
    /// <summary>The value of the one series with this name and these labels.</summary>
    public double ValueOf(string name, params (string Name, string Value)[] labels) =>
        Assert.Single(Samples, sample => sample.Name == name && sample.Has(labels)).Value;
}
