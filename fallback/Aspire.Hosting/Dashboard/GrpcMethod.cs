using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Aspire.Hosting.Dashboard;

/// <summary>A method of a gRPC service: takes the one request message as it came, gives its responses one after another.</summary>
internal delegate IAsyncEnumerable<IMessage> GrpcMethod(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);

internal static class GrpcMethods
{
    public static GrpcMethod Unary<TRequest>(MessageParser<TRequest> parser, Func<TRequest, CancellationToken, Task<IMessage>> method)
        where TRequest : IMessage<TRequest>
    {
        return Invoke;

        async IAsyncEnumerable<IMessage> Invoke(ReadOnlyMemory<byte> request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return await method(Parse(parser, request), cancellationToken);
        }
    }

    public static GrpcMethod ServerStreaming<TRequest>(MessageParser<TRequest> parser, Func<TRequest, CancellationToken, IAsyncEnumerable<IMessage>> method)
        where TRequest : IMessage<TRequest> =>
        (request, cancellationToken) => method(Parse(parser, request), cancellationToken);

    private static T Parse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> request)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(request.Span);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, exception.Message);
        }
    }
}
