using System.Security.Cryptography;
using System.Text;

namespace SimulatedProviders;

/// <summary>Chance that is the same on every machine and in every run.</summary>
internal static class Chance
{
    private const double ZOfP99 = 2.3263478740408408; // the standard normal distribution's 99th percentile

    /// <summary>Random numbers that follow from a text.</summary>
    public static Random Of(string text) => new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>A number from a log-normal distribution, at most ten times its 99th percentile.</summary>
    public static double LogNormal(this Random random, double median, double p99)
    {
        // Box-Muller. Both are drawn also for nothing, so that what is drawn next does not depend on the settings.
        var z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return median > 0 ? Math.Min(median * Math.Exp(Math.Log(p99 / median) / ZOfP99 * z), 10 * p99) : 0;
    }
}
