using System.Runtime.InteropServices;

namespace Api.Gateway.Calls;

/// <summary>How many tokens a call has used.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenUsage(int Input, int Output);
