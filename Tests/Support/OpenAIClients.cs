using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace Tests.Support;

/// <summary>OpenAI's own client.</summary>
internal static class OpenAIClients
{
    /// <summary>One that asks once, whatever it is told.</summary>
    /// <param name="endpoint">Where the API begins: it ends with <c>/v1</c>.</param>
    /// <param name="key">What it shows.</param>
    public static OpenAIClient New(Uri endpoint, string key) =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
