// Writes every dashboard as JSON: dotnet run --project grafana/Dashboards grafana/dashboards
using Dashboards;

if (args is not [var folder])
{
    Console.Error.WriteLine("Name the folder to write to: dotnet run --project grafana/Dashboards grafana/dashboards");
    return 1;
}

Directory.CreateDirectory(folder);
foreach (var dashboard in AllDashboards.List)
{
    var file = Path.Combine(folder, dashboard.FileName);
    File.WriteAllText(file, dashboard.ToJson());
    Console.WriteLine($"{file}: {dashboard.Title}, {dashboard.Panels.Count} panels");
}

return 0;
