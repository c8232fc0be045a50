using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tests.Fallback;

/// <summary>fallback/ offers what the solution uses of the official packages, and nothing else.</summary>
public sealed class FallbackSurfaceTests
{
    private static readonly string[] Offering = ["Aspire.Hosting", "Aspire.Hosting.PostgreSQL", "Aspire.Hosting.Testing"];
    private static readonly string[] Using = ["AppHost", "Hosting", "Tests", "Aspire.Hosting.PostgreSQL", "Aspire.Hosting.Testing"];

    [Fact]
    public void PublicMembers_OfFallback_AreAllUsed()
    {
        var used = Using.SelectMany(ReadReferences).Select(WithoutAccessor).ToHashSet();
        var offered = Offering.SelectMany(name => Assembly.Load(name).GetExportedTypes()).SelectMany(GetMembers).Select(WithoutAccessor).ToHashSet();
        Assert.True(offered.Count > 50, "Found hardly any public member: is this the fallback?");

        var unused = offered.Except(used).Order().ToArray();

        Assert.True(unused.Length == 0, $"Make these internal, or delete them:\n{string.Join('\n', unused)}");
    }

    /// <summary>"Type.Member" for each public method, property, event and constructor that somebody chose to offer.</summary>
    private static IEnumerable<string> GetMembers(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        // An enum's values leave no trace where they are used; an interface's members are there to be implemented; a record's,
        // an attribute's and an exception's members come with its kind.
        if (type.IsEnum || type.IsInterface || IsRecord(type) || typeof(Attribute).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type))
            return [];

        return type.GetMethods(Declared).Where(IsChosen).Concat<MethodBase>(type.IsAbstract ? [] : type.GetConstructors(Declared).Where(constructor => constructor.GetParameters().Length > 0))
            .Select(member => $"{type.FullName}.{member.Name}");
    }

    /// <summary>A property is used when it is read or set.</summary>
    private static string WithoutAccessor(string member) => member.Replace(".get_", ".", StringComparison.Ordinal).Replace(".set_", ".", StringComparison.Ordinal);

    private static bool IsChosen(MethodInfo method) =>
        method.GetBaseDefinition() == method && !ImplementsInterface(method);

    private static bool ImplementsInterface(MethodInfo method) =>
        method.DeclaringType is { IsInterface: false } type
        && type.GetInterfaces().Any(contract => type.GetInterfaceMap(contract).TargetMethods.Contains(method));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static IEnumerable<string> ReadReferences(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")));
        var metadata = file.GetMetadataReader();

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (TypeName(metadata, member.Parent) is { } type)
                yield return $"{type}.{metadata.GetString(member.Name)}";
        }
    }

    private static string? TypeName(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => TypeName(metadata, metadata.GetTypeReference((TypeReferenceHandle)handle)),
        HandleKind.TypeSpecification => GenericTypeName(metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)handle)),
        _ => null,
    };

    private static string TypeName(MetadataReader metadata, TypeReference type)
    {
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{TypeName(metadata, type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    /// <summary>A generic instance: ELEMENT_TYPE_GENERICINST, class or value type, then the type (ECMA-335, II.23.2.12).</summary>
    private static string? GenericTypeName(MetadataReader metadata, TypeSpecification specification)
    {
        var signature = metadata.GetBlobReader(specification.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;

        _ = signature.ReadCompressedInteger();
        return TypeName(metadata, signature.ReadTypeHandle());
    }
}
