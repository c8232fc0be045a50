namespace Hosting;

/// <summary>The folder that a Prometheus runs in: a copy of its configuration, the targets that it scrapes, and its data.</summary>
internal sealed class PrometheusDirectory(string path)
{
    public string Path => path;

    public string Configuration => Below("prometheus.yml");

    /// <summary>Files of targets, one a service; the configuration names this folder relative to itself.</summary>
    public string Targets => Below("targets");

    public string Data => Below("data");

    /// <summary>Brings the configuration up to date and forgets the targets of the last run.</summary>
    /// <param name="source">A folder with <c>prometheus.yml</c> and <c>rules/</c>.</param>
    public void Prepare(string source)
    {
        FreshFolder.Fill(Below("rules"), Directory.GetFiles(System.IO.Path.Combine(source, "rules")));
        FreshFolder.Fill(Targets, []);
        File.Copy(System.IO.Path.Combine(source, "prometheus.yml"), Configuration, overwrite: true);
    }

    /// <summary>Tells Prometheus its own address, so that it scrapes itself.</summary>
    /// <param name="port">The port at which it reaches itself on localhost.</param>
    public void WriteSelf(int port) => File.WriteAllText(Below("self.json"), $$"""[{"targets":["localhost:{{port}}"]}]""");

    private string Below(string name) => System.IO.Path.Combine(path, name);
}
