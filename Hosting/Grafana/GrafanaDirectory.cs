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
        Copy("datasources", dataSources.Select(name => BackingServices.Bundled($"grafana/provisioning/datasources/{name}.yml")));
        Copy("dashboards", [BackingServices.Bundled("grafana/provisioning/dashboards/backend.yml"), .. Dashboards()]);
    }

    private static string[] Dashboards()
    {
        var dashboards = BackingServices.Bundled("grafana/dashboards");
        return Directory.Exists(dashboards) ? Directory.GetFiles(dashboards) : [];
    }

    private void Copy(string folder, IEnumerable<string> files)
    {
        var target = Path.Combine(Provisioning, folder);
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);

        Directory.CreateDirectory(target);
        foreach (var file in files)
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
