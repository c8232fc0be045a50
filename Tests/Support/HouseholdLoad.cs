using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Tests.Support;

/// <summary>
/// Families who share chores through one address, each as fast as it is answered, until they are told to stop. What got no answer is asked again with the same key, as the
/// documentation says. Cool-downs are over at once, so that the queue has work all the time.
/// </summary>
internal sealed class HouseholdLoad : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly List<HttpClient> _clients = [];
    private readonly string _database;
    private readonly Uri _address;
    private Task _work = Task.CompletedTask;
    private volatile bool _isOver;
    private int _rounds;
    private int _repeated;

    private HouseholdLoad(Uri address, string database) => (_address, _database) = (address, database);

    /// <summary>Answers that were none of those that one wants.</summary>
    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>Chores that were created, completed and approved so far.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>Requests that were sent again so far.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Founds the families, and has them begin.</summary>
    public static async Task<HouseholdLoad> StartAsync(Uri address, string database, int families)
    {
        var load = new HouseholdLoad(address, database);
        var members = new List<(HttpClient Parent, HttpClient Child, string ChildId)>();
        for (var family = 0; family < families; family++)
        {
            var (parent, child) = (load.NewClient(), load.NewClient());
            await parent.SignUpAsync();
            members.Add((parent, child, await parent.AddChildAsync(await parent.CreateFamilyAsync(), child)));
        }

        load._work = Task.WhenAll(members.Select(member => Task.Run(() => load.WorkAsync(member.Parent, member.Child, member.ChildId))));
        return load;
    }

    /// <summary>Waits until so many more rounds are done.</summary>
    public async Task GoOnAsync(int rounds)
    {
        var goal = Rounds + rounds;
        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(Rounds >= goal || !_failures.IsEmpty, $"{Rounds} of {goal} rounds are done.");
                return Task.CompletedTask;
            },
            BalancedReplicas.Deadline);
        Assert.Empty(Failures);
    }

    /// <summary>Has each family end its round, and waits until the queue is empty.</summary>
    public async Task StopAsync()
    {
        _isOver = true;
        await _work;
        Assert.Empty(Failures);
        await Eventually.PassesAsync(
            async () => Assert.Equal(0L, await PostgresServer.ExecuteAsync(_database, """SELECT count(*) FROM jobs WHERE "Type" = 'cooldown_reset'""")), BalancedReplicas.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await _work;
        foreach (var client in _clients)
            client.Dispose();
    }

    private HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = _address };
        _clients.Add(client);
        return client;
    }

    private async Task WorkAsync(HttpClient parent, HttpClient child, string childId)
    {
        while (!_isOver && _failures.IsEmpty)
        {
            var chore = new { title = "Tidy up", mode = "single", assigneeIds = (string[])[childId], reward = new { amount = 5.00m }, cooldownHours = 0.01m };
            if (await SendAsync(new Ask(parent, "/api/v1/chores", chore, Ask.NewKey())) is not { } created)
                return;

            var assignment = $"/api/v1/assignments/{Household.FirstAssignment(created)}";
            if (await SendAsync(new Ask(child, assignment + "/complete", Key: Ask.NewKey())) is null || await SendAsync(new Ask(parent, assignment + "/approve", Key: Ask.NewKey())) is null)
                return;
            if (await SendAsync(new Ask(child, assignment) { Method = HttpMethod.Get }) is not { } approved || approved.GetProperty("status").GetString() != "approved")
            {
                _failures.Enqueue($"{assignment} is not approved.");
                return;
            }

            Interlocked.Increment(ref _rounds);
            await PostgresServer.ExecuteAsync(_database, """UPDATE jobs SET "DueAt" = now() WHERE "Type" = 'cooldown_reset' AND "DueAt" > now()""");
        }
    }

    private async Task<JsonElement?> SendAsync(Ask ask)
    {
        while (true)
        {
            var reply = await ask.SendAsync();
            if (reply.IsSuccess)
                return JsonSerializer.Deserialize<JsonElement>(reply.Body);

            if (reply.Status is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable))
            {
                _failures.Enqueue($"{ask.Path} gave {(int)reply.Status}: {reply.Body}");
                return null;
            }

            Interlocked.Increment(ref _repeated);
        }
    }
}
