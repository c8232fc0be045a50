using System.Net;
using System.Net.Mime;
using System.Text;

namespace Traffic.Scenarios;

/// <summary>A client sends JSON that ends in the middle.</summary>
internal sealed class MalformedBody : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        using var body = new StringContent($$"""{"email":"{{People.NewEmail(visitor.Name)}}","name":""", Encoding.UTF8, MediaTypeNames.Application.Json);
        await visitor.SendAsync(HttpMethod.Post, AccountSteps.RegisterPath, body, HttpStatusCode.BadRequest, cancellationToken);
    }
}
