using Microsoft.Extensions.Configuration;
using ServiceDefaults.Otlp;

namespace Tests.Unit;

public sealed class TraceSamplerTests
{
    [Theory]
    [InlineData("jaeger_remote", "1", "OTEL_TRACES_SAMPLER is 'jaeger_remote'. Use always_on")]
    [InlineData("traceidratio", "10%", "OTEL_TRACES_SAMPLER_ARG is '10%'. Give the share of traces to send, from 0 to 1")]
    [InlineData("parentbased_traceidratio", "1.5", "from 0 to 1")]
    [InlineData("traceidratio", "-0.1", "from 0 to 1")]
    [InlineData("traceidratio", "NaN", "from 0 to 1")]
    public void Variables_ThatCannotBe_SayWhatToDo(string sampler, string argument, string advice)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", sampler), new("OTEL_TRACES_SAMPLER_ARG", argument)])
            .Build();

        var exception = Assert.Throws<InvalidOperationException>(() => TraceSampler.From(configuration));

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }
}
