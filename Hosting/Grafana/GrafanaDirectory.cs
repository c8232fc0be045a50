namespace Hosting;

/// <summary>The folder that a Grafana runs in: what it is provisioned with, and its data.</summary>
internal sealed class GrafanaDirectory(string path)
{
    /// <summary>Dashboards, and the data sources that there are: one that is left out would be an error on each page.</summary>
    public string Provisioning => Path.Combine(path, "provisioning");

    public string Data => Path.Combine(path, "data");

    /// <summary>Brings the provisioned files up to date.</summary>
    /// <param name="dataSources">The names of the data sources' files.</param>
    public void Prepare(IEnumerable<string> dataSources)
    {
        FreshFolder.Fill(Path.Combine(Provisioning, "datasources"), dataSources.Select(name => BackingServices.Bundled($"grafana/provisioning/datasources/{name}.yml")));
        FreshFolder.Fill(
            Path.Combine(Provisioning, "dashboards"),
            [BackingServices.Bundled("grafana/provisioning/dashboards/backend.yml"), .. Directory.GetFiles(BackingServices.Bundled("grafana/dashboards"))]);
    }
}
