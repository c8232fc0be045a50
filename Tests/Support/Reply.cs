using System.Net;

namespace Tests.Support;

/// <summary>What a request got.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body, Uri? Location)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>How many got which status, as <c>200: 1, 409: 49</c>.</summary>
    public static string Tally(IEnumerable<Reply> replies) =>
        string.Join(", ", replies.GroupBy(reply => (int)reply.Status).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}"));
}
