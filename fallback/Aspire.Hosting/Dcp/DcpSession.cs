using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The folder that an engine and its AppHost share, readable for its owner only: certificate, key, address and token, and what the
/// processes write. The engine removes it when it ends; where it was killed, we do.
/// </summary>
internal sealed class DcpSession : IDisposable
{
    private const string FolderPrefix = "aspire-fallback-";

    private DcpSession(string folder, X509Certificate2 certificate)
    {
        Folder = folder;
        Certificate = certificate;
    }

    public string Folder { get; }

    public X509Certificate2 Certificate { get; }

    public string CertificatePath => Path.Combine(Folder, "certificate.pem");

    public string KeyPath => Path.Combine(Folder, "key.pem");

    public string KubeconfigPath => Path.Combine(Folder, "kubeconfig");

    /// <summary>Makes the folder, with a certificate of ours in it: the engine is slow (1.5-4 s) in making its own.</summary>
    public static DcpSession Create()
    {
        RemoveLeftovers();
        var folder = Directory.CreateTempSubdirectory($"{FolderPrefix}{Environment.ProcessId}-").FullName;
        var session = new DcpSession(folder, LoopbackCertificate.Create());
        File.WriteAllText(session.CertificatePath, session.Certificate.ExportCertificatePem());
        File.WriteAllText(session.KeyPath, session.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        return session;
    }

    /// <returns>Null as long as the engine has not written both.</returns>
    public (Uri Server, string Token)? ReadAddress()
    {
        if (!File.Exists(KubeconfigPath))
            return null;

        var lines = File.ReadAllLines(KubeconfigPath); // "    server: https://127.0.0.1:33093", "    token: …"
        return Find(lines, "server: ") is { } server && Find(lines, "token: ") is { } token ? (new Uri(server), token) : null;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        TryRemove(Folder);
    }

    private static string? Find(string[] lines, string key) =>
        lines.Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];

    /// <summary>Of AppHosts that were killed together with their engines.</summary>
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            var process = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}"))
                TryRemove(folder);
        }
    }

    private static void TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The engine is removing it just now, or it belongs to somebody else.
        }
    }
}
