using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Tests.Architecture;

/// <summary>Which types of an assembly use which others of it, read from signatures, bodies, generic arguments and attributes. Constants leave no trace.</summary>
internal static class TypeUses
{
    /// <summary>Each pair once. What the compiler makes of lambdas and async methods counts as the type that they stand in.</summary>
    public static IEnumerable<(TypeDefinition User, TypeDefinition Used)> In(AssemblyDefinition assembly) =>
        (from type in assembly.MainModule.GetTypes()
         from reference in ReferencesOf(type)
         from part in PartsOf(reference)
         where part.Scope == assembly.MainModule
         select (User: Written(type), Used: Written(part.Resolve()))).Where(pair => pair.User != pair.Used).Distinct();

    /// <summary>The source file of a type; null where no code of it is.</summary>
    public static string? FileOf(TypeDefinition type) => type.Methods
        .SelectMany(method => method.DebugInformation.SequencePoints).Select(point => Path.GetFileName(point.Document.Url)).FirstOrDefault();

    /// <summary>Whether the compiler made it.</summary>
    public static bool IsGenerated(TypeDefinition type) => type.Name.Contains('<', StringComparison.Ordinal);

    private static TypeDefinition Written(TypeDefinition type) => IsGenerated(type) && type.DeclaringType is { } outer ? Written(outer) : type;

    private static IEnumerable<TypeReference> ReferencesOf(TypeDefinition type) =>
    [
        .. Optional(type.BaseType), .. type.Interfaces.Select(each => each.InterfaceType), .. OfAttributes(type), .. OfParameters(type),
        .. type.Fields.SelectMany(field => OfAttributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(OfAttributes),
        .. type.Methods.SelectMany(OfMethod),
    ];

    private static IEnumerable<TypeReference> OfMethod(MethodDefinition method) =>
    [
        .. OfAttributes(method), .. OfParameters(method), .. OfSignature(method), .. method.Parameters.SelectMany(OfAttributes),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.SelectMany(handler => Optional(handler.CatchType)) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(OfInstruction) : [],
    ];

    private static IEnumerable<TypeReference> OfInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => [method.DeclaringType, .. OfSignature(method), .. (method as GenericInstanceMethod)?.GenericArguments ?? []],
        _ => [],
    };

    private static IEnumerable<TypeReference> OfSignature(MethodReference method) => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> OfParameters(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> OfAttributes(ICustomAttributeProvider annotated) => annotated.CustomAttributes.SelectMany(
        attribute => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Optional(TypeReference? type) => type is null ? [] : [type];

    // List<Chore[]> is made of List and Chore.
    private static IEnumerable<TypeReference> PartsOf(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType instance => instance.GenericArguments.SelectMany(PartsOf).Append(instance.ElementType),
        IModifierType modified => PartsOf(modified.ElementType).Concat(PartsOf(modified.ModifierType)),
        TypeSpecification specification => PartsOf(specification.ElementType),
        _ => [type],
    };
}
