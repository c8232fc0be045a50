using Api.Gateway.Credits;
using Api.Gateway.Keys;
using Api.Gateway.Models;
using Api.Gateway.Providers;
using ServiceDefaults.Prometheus;

namespace Api.Gateway.Calls;

/// <summary>
/// Takes a call from its admission over the providers to its settlement. As long as nothing was sent to the caller, the next provider is asked when one fails; what a call
/// has used is charged once, and what it has not used is given back.
/// </summary>
internal sealed class ModelCalls(ModelList models, AdmissionService admission, SettlementService settlement, GatewayMetrics metrics, CallOptions options, TimeProvider time, ILogger<ModelCalls> logger)
{
    /// <summary>What a call may take in all, its stream to the last event included.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <exception cref="OpenAiException">It has no answer.</exception>
    public async Task AnswerAsync(HttpContext context, ModelOperation operation)
    {
        var secret = KeyOf(context.Request);
        var request = await ModelRequest.ReadAsync(context.Request, context.RequestAborted);
        var offers = models.Find(request.Model);
        if (offers.Count == 0)
        {
            await ModelsOfAsync(secret, context.RequestAborted);
            throw OpenAiException.UnknownModel(request.Model);
        }

        using var call = new ModelCall(operation, request, options.CapturesContent, metrics, time);
        try
        {
            var reservation = await AdmitAsync(context.Response, secret, operation, request, offers);
            await AnswerAsync(context, call, reservation, offers);
        }
        catch (OpenAiException exception)
        {
            call.Failed(exception.CountedAs, exception.Name, exception.Message);
            throw;
        }
        catch (Exception exception) // such as of the database
        {
            call.Failed(CallStatus.Error, exception.GetType().Name, exception.Message);
            throw;
        }
    }

    /// <summary>The models that a key is for.</summary>
    /// <exception cref="OpenAiException">The key is no good.</exception>
    public async Task<IReadOnlyList<string>> ModelsOfAsync(HttpRequest request, CancellationToken cancellationToken) => await ModelsOfAsync(KeyOf(request), cancellationToken);

    private static string KeyOf(HttpRequest request) => BearerToken.ShownBy(request) ?? throw Refusals.Of(AdmissionRefusal.UnknownKey);

    private async Task<IReadOnlyList<string>> ModelsOfAsync(string secret, CancellationToken cancellationToken)
    {
        var (refusal, allowed) = await admission.FindModelsAsync(secret, cancellationToken);
        return refusal is { } reason ? throw Refusals.Of(reason) : allowed is null ? models.Names : [.. models.Names.Intersect(allowed, StringComparer.Ordinal)];
    }

    private async Task<Reservation> AdmitAsync(HttpResponse response, string secret, ModelOperation operation, ModelRequest request, IReadOnlyList<Offer> offers)
    {
        // Whoever answers in the end: none of them costs more.
        var dearest = new Price(offers.Max(offer => offer.Price.Input), offers.Max(offer => offer.Price.Output));
        var output = operation.HasOutput ? (long)(request.MaximumOutputTokens ?? offers.Max(offer => offer.MaximumOutputTokens)) * request.Answers : 0;
        var admitted = await admission.AdmitAsync(secret, new(request.Model, request.MostInputTokens, (int)Math.Min(output, int.MaxValue), dearest, Longest));
        RateLimitHeaders.Set(response, admitted);
        return admitted.Reservation ?? throw Refusals.Of(admitted.Refusal!.Value, admitted.RetryAfter);
    }

    private async Task AnswerAsync(HttpContext context, ModelCall call, Reservation reservation, IReadOnlyList<Offer> offers)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, context.RequestAborted);
        var isUsed = false;
        try
        {
            var (offer, answer) = await AskAsync(call, offers, end.Token);
            await using (answer)
            {
                context.Response.Headers["x-gateway-provider"] = offer.Provider.Name;
                if (answer.Stream is { } stream)
                {
                    isUsed = true;
                    await SendStreamAsync(context.Response, call, reservation, offer, stream, end.Token);
                }
                else
                {
                    isUsed = answer.IsSuccess;
                    await SendBodyAsync(context.Response, call, reservation, offer, answer, end.Token);
                }
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!isUsed)
                call.Left(); // nobody is there to be told
        }
        catch (OperationCanceledException exception) when (longest.IsCancellationRequested)
        {
            throw Refusals.Of(new ProviderException(FailureReason.Timeout, $"The call was not over in {Longest.TotalMinutes} minutes.", exception));
        }
        finally
        {
            if (!isUsed)
                settlement.Release(reservation);
        }
    }

    private async Task<(Offer Offer, ProviderAnswer Answer)> AskAsync(ModelCall call, IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var failures = new List<ProviderException>();
        var last = "";
        foreach (var offer in Routing.Order(offers, Random.Shared))
        {
            if (failures.Count > 0)
                metrics.FailedOver(last, offer.Provider.Name, failures[^1].Reason);
            try
            {
                call.Asks(offer);
                return (offer, await offer.Provider.AskAsync(call.Operation.Path, call.Request.For(offer.Name), call.Request.IsStream, cancellationToken));
            }
            catch (ProviderException exception)
            {
                logger.NotAnswered(offer.Provider.Name, offer.Model, new Choice<FailureReason>(exception.Reason).Name, exception.Message);
                failures.Add(exception);
                last = offer.Provider.Name;
            }
        }

        throw Refusals.Of(failures);
    }

    private async Task SendBodyAsync(HttpResponse response, ModelCall call, Reservation reservation, Offer offer, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccess)
            Settle(call, reservation, offer, call.Read(answer.Body));
        else
            call.Failed(CallStatus.Error, "request_refused", $"The provider answered {(int)answer.Status}.");

        response.StatusCode = (int)answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, cancellationToken);
    }

    private async Task SendStreamAsync(HttpResponse response, ModelCall call, Reservation reservation, Offer offer, ProviderStream stream, CancellationToken cancellationToken)
    {
        var usage = call.NewStream();
        var events = new EventWriter(response);
        try
        {
            while (await stream.ReadAsync() is { } data)
            {
                var isForCaller = usage.Read(data);
                if (usage.HasBegun)
                    call.Began();
                if (isForCaller)
                    await events.WriteAsync(data, cancellationToken);
            }

            await events.EndAsync(cancellationToken);
        }
        catch (ProviderException exception)
        {
            offer.Provider.Broke();
            logger.StreamBroke(offer.Provider.Name, offer.Model, usage.Tokens.Output, exception.Message);
            var told = Refusals.Of(exception);
            call.Failed(told.CountedAs, told.Name, exception.Message);
            await events.WriteAsync(told.ToJson(), cancellationToken);
        }
        finally
        {
            call.Read(usage);
            Settle(call, reservation, offer, usage.Tokens);
        }
    }

    private void Settle(ModelCall call, Reservation reservation, Offer offer, TokenUsage tokens) => settlement.Settle(
        reservation,
        new(offer.Model, offer.Provider.Name, tokens.Input, tokens.Output, offer.Price),
        credits => metrics.Charged(call.Operation, offer.Model, offer.Provider.Name, tokens, credits));
}
