using System.Security.Cryptography;

namespace Traffic;

/// <summary>What people are called, and what they choose.</summary>
internal static class People
{
    private const int PasswordLength = 20;
    private const string PasswordCharacters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static readonly string[] FirstNames =
    [
        "Ada", "Amir", "Bela", "Chidi", "Clara", "Dora", "Emil", "Fatima", "Grace", "Hugo",
        "Ines", "Jonas", "Kenji", "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Rosa", "Tomas",
    ];

    private static readonly string[] LastNames =
    [
        "Abel", "Berg", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haas", "Ivanova", "Jansen",
        "Kaya", "Lopez", "Moreau", "Novak", "Okafor", "Petrov", "Rossi", "Sato", "Tanaka", "Weber",
    ];

    /// <summary>First and last name.</summary>
    public static string NewName(Random random) => $"{FirstNames[random.Next(FirstNames.Length)]} {LastNames[random.Next(LastNames.Length)]}";

    /// <summary>Another member of somebody's family.</summary>
    public static string NewChild(Random random, string parent) => $"{FirstNames[random.Next(FirstNames.Length)]} {LastNameOf(parent)}";

    public static string LastNameOf(string name) => name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>An address that nobody has had, also not in an earlier run with the same seed: accounts outlive the traffic. It leads to nobody (RFC 2606).</summary>
    public static string NewEmail(string name) =>
        $"{NewUserName(name)}@example.{(name.Length % 2 == 0 ? "com" : "org")}";

    /// <summary>What a child logs in with; nobody has had it either.</summary>
    public static string NewUserName(string name) => $"{name.Replace(' ', '.').ToLowerInvariant()}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    public static string NewPassword() => RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength);
}
