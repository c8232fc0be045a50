using System.Diagnostics;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What was logged before a process ended is on its standard output.</summary>
public sealed class LastLinesTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Exception_ThatNobodyHandles_IsTheLastOfAllLines()
    {
        using var service = DyingService.Start(DyingService.Throw);

        var lines = await ReadAsync(service);

        Assert.NotEqual(0, service.ExitCode);
        Assert.Equal(DyingService.Lines + 1, lines.Count);
        Assert.Equal("CRITICAL", lines[^1].GetProperty("level").GetString());
        Assert.Equal("the end", lines[^1].GetProperty("exception.message").GetString());
    }

    [Fact]
    public async Task Exit_InTheMiddleOfTheWork_LosesNoLine()
    {
        using var service = DyingService.Start(DyingService.Exit);

        var lines = await ReadAsync(service);

        Assert.Equal(3, service.ExitCode);
        Assert.Equal(Enumerable.Range(0, DyingService.Lines), lines.Select(line => line.GetProperty("Number").GetInt32()));
    }

    [Theory]
    [InlineData(DyingService.Throw)]
    [InlineData(DyingService.Exit)]
    public async Task End_WhileNobodyReadsTheOutput_ComesAllTheSame(string end)
    {
        using var service = DyingService.Start(end);
        using var deadline = new CancellationTokenSource(Deadline);

        await service.WaitForExitAsync(deadline.Token);
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadAsync(Process service)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var errors = service.StandardError.ReadToEndAsync(deadline.Token);
        var output = await service.StandardOutput.ReadToEndAsync(deadline.Token);
        await service.WaitForExitAsync(deadline.Token);
        await errors;
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
