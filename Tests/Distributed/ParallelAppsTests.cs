using Tests.Support;

namespace Tests.Distributed;

public sealed class ParallelAppsTests
{
    [Fact]
    public async Task Apps_AtOnce_EachHaveTheirOwnUsers()
    {
        var stacks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => TestApp.StartAsync()));

        try
        {
            var addresses = stacks.Select(stack => stack.Api.BaseAddress).ToArray();
            Assert.Equal(addresses.Length, addresses.Distinct().Count());

            foreach (var stack in stacks)
            {
                var id = await stack.Api.SignUpAsync();
                using var response = await stack.Api.GetAsync($"/api/users/{id}");
                await response.ReadJsonAsync();
            }
        }
        finally
        {
            foreach (var stack in stacks)
                await stack.DisposeAsync();
        }
    }
}
