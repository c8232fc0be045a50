using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.Parameters;

/// <summary>
/// The AppHost's user secrets: generated values are written there, so that the next start finds the same ones.
/// An AppHost without a UserSecretsId gets new values at every start.
/// </summary>
internal sealed class UserSecrets(Assembly? appHost)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string? FilePath { get; } =
        appHost?.GetCustomAttribute<UserSecretsIdAttribute>() is { UserSecretsId: var id }
            ? PathHelper.GetSecretsPathFromSecretsId(id)
            : null;

    /// <summary>The stored value, else a new one, stored. Several AppHosts may do so at once: the first one wins.</summary>
    public string GetOrCreate(string key, Func<string> create)
    {
        if (FilePath is null)
            return create();

        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        using var turn = WaitForTurn();

        var secrets = Read();
        if (secrets[key]?.GetValue<string>() is { Length: > 0 } stored)
            return stored;

        var value = create();
        secrets[key] = value;
        Write(secrets);
        return value;
    }

    private FileStream WaitForTurn()
    {
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(10);
        while (true)
        {
            try
            {
                return new FileStream($"{FilePath}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (TimeProvider.System.GetUtcNow() < deadline)
            {
                Thread.Yield();
            }
        }
    }

    private JsonObject Read() => File.Exists(FilePath) && JsonNode.Parse(File.ReadAllText(FilePath)) is JsonObject secrets ? secrets : [];

    private void Write(JsonObject secrets)
    {
        var draft = $"{FilePath}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var writer = new StreamWriter(draft, options))
            writer.Write(secrets.ToJsonString(Indented));

        File.Move(draft, FilePath!, overwrite: true);
    }
}
