using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Tests.Support;

/// <summary>A request that is in flight until the test lets it go on: the server reads its body, which does not come.</summary>
internal sealed class HeldRequest : IDisposable
{
    private readonly HttpClient _client;
    private readonly HeldBody _body;
    private readonly Task<HttpResponseMessage> _answer;

    private HeldRequest(Uri address, string json, AuthenticationHeaderValue? authorization)
    {
        // A server says "100 Continue" as it begins to read.
        _client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan, ActivityHeadersPropagator = null });
        _client.DefaultRequestHeaders.ExpectContinue = true;
        _client.DefaultRequestHeaders.Authorization = authorization;
        _body = new HeldBody(json);
        _answer = _client.PostAsync(address, _body);
    }

    /// <summary>Sends a POST, and waits until the server reads its body.</summary>
    public static async Task<HeldRequest> PostAsync(Uri address, string json, AuthenticationHeaderValue? authorization = null)
    {
        var request = new HeldRequest(address, json, authorization);
        var first = await Task.WhenAny(request._body.Wanted, request._answer);
        Assert.True(first == request._body.Wanted, "It was answered before its body was read.");
        return request;
    }

    /// <summary>Sends the rest, and waits for the answer.</summary>
    public Task<HttpResponseMessage> ReleaseAsync()
    {
        _body.Release();
        return _answer;
    }

    public void Dispose() => _client.Dispose();

    private sealed class HeldBody : HttpContent
    {
        private readonly byte[] _json;
        private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldBody(string json)
        {
            _json = Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new("application/json");
        }

        public Task Wanted => _wanted.Task;

        public void Release() => _released.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _wanted.SetResult();
            await _released.Task;
            await stream.WriteAsync(_json);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _json.Length;
            return true;
        }
    }
}
