using System.Net;
using Api.Gateway.Keys;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Who is let in by a key, to what, and how often: by every replica alike.</summary>
public sealed class KeyTests(Gateways gateways) : IClassFixture<Gateways>
{
    private readonly GatewayHost _gateway = gateways[0];

    [Fact]
    public async Task Key_Created_IsShownOnceAndIsNowhereElse()
    {
        var account = await _gateway.CreateAccountAsync();
        var ask = new Ask(_gateway.Administrator, $"{GatewayHost.Accounts}/{account}/keys", new { name = "For the shop" }, Ask.NewKey());

        var created = await ask.SendAsync();

        var secret = created.Body.Split('"')[3];
        Assert.Matches("^sk-gw-[a-z0-9]{8}-[A-Za-z0-9]{32}$", secret);
        await using var content = new DatabaseContent(gateways.Database);
        Assert.Equal(["api_keys"], await content.TablesWithAsync(secret[..14]));
        Assert.Empty(await content.TablesWithAsync(secret[15..]));
        Assert.Equal(["api_keys"], await content.TablesWithAsync("For the shop"));
        var list = (await _gateway.Administrator.GetJsonAsync(ask.Path)).GetRawText();
        Assert.Contains(secret[..14], list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[15..], list + _gateway.Api.Log.Text, StringComparison.Ordinal);
        Assert.NotEqual(created.Body, (await ask.SendAsync()).Body); // another key: the first answer is not kept
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAtOnceByEveryReplica()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, id) = await _gateway.CreateKeyAsync(account);
        for (var replica = 0; replica < 3; replica++)
            await gateways[replica].ReserveAsync(secret);

        await _gateway.Administrator.PostAsync($"/api/v1/gateway/keys/{id}/revoke", body: null);

        for (var replica = 0; replica < 3; replica++)
        {
            Assert.Equal(Admission.Refused(AdmissionRefusal.RevokedKey), await gateways[replica].AdmitAsync(secret));
            Assert.Equal(AdmissionRefusal.RevokedKey, await RefusalOfModelsAsync(gateways[replica], secret));
        }
    }

    [Fact]
    public async Task Key_RevokedAgain_StaysRevokedSinceTheFirstTime()
    {
        var account = await _gateway.CreateAccountAsync();
        var (_, id) = await _gateway.CreateKeyAsync(account);
        var revoke = new Ask(_gateway.Administrator, $"/api/v1/gateway/keys/{id}/revoke");
        await revoke.SendAsync();
        var first = await RevokedAtAsync();
        gateways.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.NoContent, (await revoke.SendAsync()).Status);
        Assert.Equal(first, await RevokedAtAsync());

        async Task<DateTimeOffset> RevokedAtAsync() =>
            (await _gateway.Administrator.GetJsonAsync($"{GatewayHost.Accounts}/{account}/keys")).GetProperty("items")[0].GetProperty("revokedAt").GetDateTimeOffset();
    }

    [Fact]
    public async Task Key_WithAnEnd_IsGoodUntilThen()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "For an hour", expiresAt = gateways.Time.GetUtcNow().AddHours(1) });

        gateways.Time.Advance(TimeSpan.FromMinutes(59));
        await _gateway.ReserveAsync(secret);
        gateways.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Admission.Refused(AdmissionRefusal.ExpiredKey), await _gateway.AdmitAsync(secret));
        Assert.Equal(AdmissionRefusal.ExpiredKey, await RefusalOfModelsAsync(_gateway, secret));
    }

    [Fact]
    public async Task Key_ThatEndsInThePast_IsRefused()
    {
        var account = await _gateway.CreateAccountAsync();
        var reply = await new Ask(_gateway.Administrator, $"{GatewayHost.Accounts}/{account}/keys", new { name = "Late", expiresAt = gateways.Time.GetUtcNow() }).SendAsync();

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("ExpiresAt", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-gw-")]
    [InlineData("sk-gw-abcdefgh-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")]
    [InlineData("sk-gx-abcdefgh-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")]
    [InlineData("sk-gw-\0bcdefgh-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")]
    public async Task Key_ThatNobodyHas_IsUnknown(string secret)
    {
        Assert.Equal(Admission.Refused(AdmissionRefusal.UnknownKey), await _gateway.AdmitAsync(secret));
        Assert.Equal(AdmissionRefusal.UnknownKey, await RefusalOfModelsAsync(_gateway, secret));
    }

    [Fact]
    public async Task Key_ForSomeModels_IsGoodForTheseAlone()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "Scoped", models = (string[])["small", "embedding"] });

        await _gateway.ReserveAsync(secret, GatewayHost.Call(model: "embedding"));
        Assert.Equal(Admission.Refused(AdmissionRefusal.ModelNotAllowed), await _gateway.AdmitAsync(secret, GatewayHost.Call(model: "large")));
        Assert.Equal(Admission.Refused(AdmissionRefusal.ModelNotAllowed), await _gateway.AdmitAsync(secret, GatewayHost.Call(model: "Small")));
    }

    [Fact]
    public async Task Requests_OfThreeReplicas_AreLimitedTogether()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1000);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "Limited", requestsPerMinute = 50 });

        var admissions = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => gateways[i].AdmitAsync(secret)));

        var refused = admissions.Where(admission => admission.Reservation is null).ToList();
        Assert.Equal(150, refused.Count);
        Assert.All(refused, admission => Assert.Equal((AdmissionRefusal.RequestLimit, TimeSpan.FromSeconds(1.2)), (admission.Refusal, admission.RetryAfter)));
        Assert.Equal(Enumerable.Range(0, 50), admissions.Where(admission => admission.Reservation is not null).Select(admission => admission.Requests!.Left).Order());

        gateways.Time.Advance(TimeSpan.FromSeconds(1.2));
        var later = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => gateways[i].AdmitAsync(secret)));
        Assert.Single(later, admission => admission.Reservation is not null);
    }

    [Fact]
    public async Task Tokens_SetAside_AreLimitedAndComeBackWhenTheCallUsedLess()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1000);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "Limited", tokensPerMinute = 1000 });
        var first = await _gateway.AdmitAsync(secret, GatewayHost.Call(input: 100, output: 500));
        var tooMany = GatewayHost.Call(input: 100, output: 600);

        var refused = await gateways[1].AdmitAsync(secret, tooMany);
        Assert.Equal((AdmissionRefusal.TokenLimit, TimeSpan.FromSeconds(18)), (refused.Refusal, refused.RetryAfter)); // 300 of 1000 a minute
        Assert.Equal(new RateLimit(1000, 400, TimeSpan.FromSeconds(36)), refused.Tokens);

        gateways[2].Settlements.Settle(first.Reservation!, GatewayHost.Used(input: 90, output: 10));
        await Eventually.PassesAsync(() => Task.Run(() => Assert.Equal(0, gateways[2].Settlements.Waiting)), TimeSpan.FromSeconds(20));
        Assert.Equal(200, (await _gateway.AdmitAsync(secret, tooMany)).Tokens!.Left);
    }

    [Fact]
    public async Task Call_LargerThanTheLimit_IsToldToRetryNever()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1000);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "Limited", tokensPerMinute = 1000 });

        var refused = await _gateway.AdmitAsync(secret, GatewayHost.Call(input: 500, output: 501));

        Assert.Equal((AdmissionRefusal.TokenLimit, null), (refused.Refusal, refused.RetryAfter));
    }

    [Fact]
    public async Task Call_Refused_TakesNothing()
    {
        var account = await _gateway.CreateAccountAsync(credits: 0.5m);
        var (secret, _) = await _gateway.CreateKeyAsync(account, new { name = "Limited", requestsPerMinute = 2, tokensPerMinute = 2000 });

        for (var i = 0; i < 5; i++)
            Assert.Equal(AdmissionRefusal.InsufficientCredits, (await _gateway.AdmitAsync(secret, GatewayHost.Call(input: 501))).Refusal);
        for (var i = 0; i < 5; i++)
            Assert.Equal(AdmissionRefusal.TokenLimit, (await _gateway.AdmitAsync(secret, GatewayHost.Call(input: 2001))).Refusal);

        var admitted = await _gateway.AdmitAsync(secret, GatewayHost.Call(input: 500));
        Assert.Equal((1, 1500), (admitted.Requests!.Left, admitted.Tokens!.Left));
        Assert.Equal("grant 0.5, reservation -0.5", await _gateway.LedgerAsync(account));
    }

    [Fact]
    public async Task Key_WithoutLimits_HasThoseOfThePlan()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1000);
        var (open, _) = await _gateway.CreateKeyAsync(account);
        var (own, _) = await _gateway.CreateKeyAsync(account, new { name = "Own", requestsPerMinute = 7 });
        var before = await _gateway.AdmitAsync(open);

        await _gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{account}/subscription", new { plan = "free" });
        var (free, mixed) = (await _gateway.AdmitAsync(open), await _gateway.AdmitAsync(own));
        await _gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{account}/subscription/change", new { plan = "pro" });
        var pro = await _gateway.AdmitAsync(open);

        Assert.Equal((null, null), (before.Requests, before.Tokens));
        Assert.Equal((20, 20_000), (free.Requests!.Limit, free.Tokens!.Limit));
        Assert.Equal((7, 20_000), (mixed.Requests!.Limit, mixed.Tokens!.Limit));
        Assert.Equal((300, 300_000), (pro.Requests!.Limit, pro.Tokens!.Limit));
    }

    [Fact]
    public async Task Models_OfAKey_AreToldWithoutCountingARequest()
    {
        var account = await _gateway.CreateAccountAsync(credits: 1);
        var (all, _) = await _gateway.CreateKeyAsync(account);
        var (some, _) = await _gateway.CreateKeyAsync(account, new { name = "Scoped", models = (string[])["small"], requestsPerMinute = 1 });

        Assert.Equal((null, null), await _gateway.FindModelsAsync(all));
        var (refusal, models) = await _gateway.FindModelsAsync(some);
        Assert.Null(refusal);
        Assert.Equal(["small"], models!);
        await _gateway.ReserveAsync(some);
    }

    private static async Task<AdmissionRefusal?> RefusalOfModelsAsync(GatewayHost gateway, string secret) => (await gateway.FindModelsAsync(secret)).Refusal;
}
