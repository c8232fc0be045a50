using Tests.Support.Schemas;

namespace Tests.Deploy;

/// <summary>A check of schemas that lets a mistake pass proves nothing: each sort of mistake is found.</summary>
public sealed class PublishedSchemasTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 2
          selector:
            matchLabels: {app: api}
          template:
            metadata:
              labels: {app: api}
            spec:
              containers:
                - name: api
                  image: api:1
                  resources:
                    limits: {memory: 1Gi, cpu: 2}
                  readinessProbe:
                    httpGet: {path: /health, port: http}
        """;

    private const string ServiceMonitor = """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata:
          name: api
        spec:
          selector:
            matchLabels: {app: api}
          endpoints:
            - port: http
              relabelings:
                - {targetLabel: service, replacement: api}
        """;

    private const string Cluster = """
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata:
          name: db
        spec:
          instances: 3
          enablePDB: true
          logLevel: info
          resources:
            limits: {memory: 1Gi, cpu: 2}
          postgresql:
            parameters: {max_connections: "200"}
          storage: {size: 10Gi}
        """;

    private const string Compose = """
        services:
          api:
            image: api:1
            read_only: true
        """;

    [Theory]
    [InlineData(Deployment)]
    [InlineData(ServiceMonitor)]
    [InlineData(Cluster)]
    [InlineData($"{Deployment}\n---\n{ServiceMonitor}\n---\n{Cluster}")]
    public async Task Manifest_AsItShouldBe_HasNoMistake(string yaml) => Assert.Empty(await PublishedSchemas.KubernetesMistakesAsync(yaml));

    /// <summary>1.34 is the first to know a pod's hostnameOverride.</summary>
    [Fact]
    public async Task Schemas_OfKubernetes_AreOf134OrLater() => Assert.Empty(
        await PublishedSchemas.KubernetesMistakesAsync(Deployment.Replace("containers:", "hostnameOverride: api\n      containers:", StringComparison.Ordinal)));

    [Theory]
    [InlineData(Deployment, "replicas: 2", "replica: 2", "/spec/replica ")]
    [InlineData(Deployment, "path: /health", "paths: /health", "/httpGet/paths ")]
    [InlineData(Deployment, "replicas: 2", "replicas: two", "/spec/replicas ")]
    [InlineData(Deployment, "image: api:1", "image: on", "/containers/0/image ")]
    [InlineData(Deployment, "{path: /health, port: http}", "{path: /health}", "port")]
    [InlineData(Deployment, "name: api\nspec", "names: api\nspec", "/metadata/names ")]
    [InlineData(Deployment, "replicas: 2", "replicas: 2\n  replicas: 3", "unique")]
    [InlineData(Deployment, "apps/v1", "apps/v1beta1", "apps/v1beta1")]
    [InlineData(Deployment, "apps/v1", "batch/v1", "batch/v1 has no such kind")]
    [InlineData(Deployment, "kind: Deployment", "kind: Deploiment", "apps/v1 has no such kind")]
    [InlineData(Deployment, "apps/v1", "example.com/v1", "example.com/v1 has no such kind")]
    [InlineData(ServiceMonitor, "targetLabel", "target_label", "/relabelings/0/target_label ")]
    [InlineData(ServiceMonitor, "replacement: api", "replacement: 1", "/relabelings/0/replacement ")]
    [InlineData(Cluster, "instances: 3", "replicas: 3", "replicas")]
    [InlineData(Cluster, "instances: 3", "instances: three", "/spec/instances ")]
    [InlineData(Cluster, "\"200\"", "200", "/spec/postgresql/parameters/max_connections ")]
    [InlineData(Cluster, "logLevel: info", "logLevel: loud", "/spec/logLevel ")]
    [InlineData(Cluster, "enablePDB", "enablePdb", "enablePdb")]
    [InlineData(Cluster, "name: db", "names: db", "names ")]
    [InlineData(Cluster, "kind: Cluster", "kind: Clusters", "no such kind")]
    public async Task Manifest_WithAMistake_IsToldOfIt(string yaml, string right, string wrong, string told)
    {
        Assert.Contains(right, yaml, StringComparison.Ordinal);

        var mistakes = await PublishedSchemas.KubernetesMistakesAsync(yaml.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(mistakes, mistake => mistake.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Manifest_OfNothing_IsAMistake() => Assert.NotEmpty(await PublishedSchemas.KubernetesMistakesAsync("---\n# nothing\n"));

    [Fact]
    public async Task Compose_AsItShouldBe_HasNoMistake() => Assert.Empty(await PublishedSchemas.ComposeMistakesAsync(Compose));

    [Theory]
    [InlineData("read_only: true", "readonly: true", "readonly")]
    [InlineData("read_only: true", "read_only: [true]", "/services/api/read_only ")]
    [InlineData("services:", "service:", "service")]
    [InlineData("image: api:1", "image: api:1\n    image: api:2", "unique")]
    public async Task Compose_WithAMistake_IsToldOfIt(string right, string wrong, string told)
    {
        var mistakes = await PublishedSchemas.ComposeMistakesAsync(Compose.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(mistakes, mistake => mistake.Contains(told, StringComparison.Ordinal));
    }
}
