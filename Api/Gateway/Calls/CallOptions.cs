namespace Api.Gateway.Calls;

/// <param name="CapturesContent">Whether spans tell what is said: <see cref="MessageContent.Setting"/>.</param>
internal sealed record CallOptions(bool CapturesContent);
