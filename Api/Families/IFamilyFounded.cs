namespace Api.Families;

/// <summary>What another module does when a family is created, in the same transaction.</summary>
internal interface IFamilyFounded
{
    void Found(Guid familyId);
}
