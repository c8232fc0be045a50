using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Parameters;

/// <summary>22 random characters (131 bits); only letters and digits, so that it needs no quoting anywhere.</summary>
internal sealed class GeneratedPassword : ParameterDefault
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal override string GetDefaultValue() => RandomNumberGenerator.GetString(Alphabet, 22);
}
