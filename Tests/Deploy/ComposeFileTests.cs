using System.Text.RegularExpressions;
using ServiceDefaults.Logs;
using Tests.Support.Deploy;
using Tests.Support.Schemas;

namespace Tests.Deploy;

/// <summary>deploy/compose/compose.yaml keeps what it promises to somebody who starts it.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly ComposeFile File = ComposeFile.Read();

    [Fact]
    public async Task File_AsTheComposeSpecificationHasIt_IsValid() => Assert.Empty(await PublishedSchemas.ComposeMistakesAsync(File.Text));

    [Fact]
    public void Services_WithoutAProfile_AreTheSix()
    {
        var always = File.Services.Values.Where(service => service.List("profiles").Count == 0).Select(service => service.Name);

        Assert.Equal(["api", "grafana", "loki", "postgres", "prometheus", "tempo"], always.Order());
        Assert.Equal(["demo"], File.Services["traffic"].List("profiles"));
    }

    [Fact]
    public void Services_Each_ComeBackAndCannotTakeTheMachineWithThem() => Assert.All(File.Services.Values, service =>
    {
        var limits = service.Definition["deploy"]?["resources"]?["limits"];

        Assert.Equal("unless-stopped", service.Text("restart"));
        Assert.All(["cpus", "memory", "pids"], limit => Assert.True(limits?[limit] is not null, $"{service.Name} has no limit of {limit}."));
        Assert.NotNull(service.Definition["logging"]?["options"]?["max-size"]);
    });

    [Fact]
    public void Services_Each_MayDoNoMoreThanTheyMust()
    {
        Assert.All(File.Services.Values, service =>
        {
            Assert.Equal(["ALL"], service.List("cap_drop"));
            Assert.Equal(["no-new-privileges:true"], service.List("security_opt"));
            Assert.All(["cap_add", "privileged", "network_mode", "pid", "ipc"], key => Assert.Null(service.Definition[key]));
        });
        Assert.Equal(["grafana"], File.Services.Values.Where(service => service.Text("read_only") != "true").Select(service => service.Name)); // compose.yaml says why
    }

    [Fact]
    public void Services_Each_AreAskedWhetherTheyWork() => Assert.All(File.Services.Values, service =>
    {
        Assert.True(service.HealthCheck is ["CMD", _, ..], $"{service.Name} has no health check that works without a shell.");
        Assert.All(["interval", "timeout", "start_period"], key => Assert.NotNull(service.Definition["healthcheck"]![key]));
    });

    [Fact]
    public void Dependencies_OnHealth_AreOnServicesThatTellIt()
    {
        var dependencies = File.Services.Values.SelectMany(service => service.Dependencies).ToList();

        Assert.NotEmpty(dependencies);
        Assert.All(dependencies, dependency =>
        {
            Assert.Equal("service_healthy", dependency.Value);
            Assert.NotEmpty(File.Services[dependency.Key].HealthCheck);
        });
    }

    [Fact]
    public void Ports_ThatArePublished_AreWhatAPersonOpensAndOnThisMachineAlone()
    {
        var published = File.Services.Values.SelectMany(service => service.Ports.Select(port => (service.Name, port)));

        Assert.Equal([("api", "127.0.0.1:8000:8000"), ("grafana", "127.0.0.1:3000:3000")], published.Order());
    }

    [Fact]
    public void Mounts_OfTheRepository_AreThereAndCannotBeWritten()
    {
        var mounts = File.Services.Values.SelectMany(service => service.Mounts).Where(mount => !mount.IsVolume).ToList();

        Assert.NotEmpty(mounts);
        Assert.All(mounts, mount =>
        {
            Assert.True(Path.Exists(mount.Path), $"There is no {mount.Source}.");
            Assert.True(mount.IsReadOnly, $"{mount.Target} can be written.");
        });
    }

    [Fact]
    public void VolumesAndSecrets_ThatAreDeclared_AreThoseThatAreUsed()
    {
        var volumes = File.Services.Values.SelectMany(service => service.Mounts).Where(mount => mount.IsVolume).Select(mount => mount.Source);

        Assert.Equal(File.Names("volumes").Order(), volumes.Order());
        Assert.Equal(File.Names("secrets").Order(), File.Services.Values.SelectMany(service => service.Secrets).Order());
    }

    [Fact]
    public void Variables_Each_NeedNotBeSet()
    {
        var variables = Variable().Matches(File.Text).Select(variable => variable.Value).ToList();

        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.Contains(":-", variable, StringComparison.Ordinal));
    }

    [Fact]
    public void Environments_OfAll_TellNoSecret()
    {
        var variables = File.Services.Values.SelectMany(service => service.Environment).ToList();
        var secret = variables.Where(variable => SecretNames.IsSecret(variable.Key.Replace("_FILE", "", StringComparison.Ordinal))).ToList();

        Assert.Equal(["GF_SECURITY_ADMIN_PASSWORD__FILE", "POSTGRES_PASSWORD_FILE"], secret.Select(variable => variable.Key).Except(Addresses).Order());
        Assert.All(variables.Where(variable => variable.Key.EndsWith("_FILE", StringComparison.Ordinal)), variable => Assert.StartsWith("/run/secrets/", variable.Value, StringComparison.Ordinal));
        Assert.All(variables, variable => Assert.DoesNotContain("password=", variable.Value, StringComparison.OrdinalIgnoreCase));
    }

    // Connection strings may be secret; these are addresses.
    private static IEnumerable<string> Addresses =>
        File.Services.Values.SelectMany(service => service.Environment).Where(variable => Uri.TryCreate(variable.Value, UriKind.Absolute, out var url) && url.Scheme == "http" && url.UserInfo.Length == 0)
            .Select(variable => variable.Key);

    [GeneratedRegex(@"(?<!\$)\$\{?\w[^}]*\}?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
