using Traffic;

namespace Tests.Unit;

/// <summary>What visitors remember.</summary>
public sealed class TrafficAccountsTests
{
    private readonly Accounts _accounts = new();

    [Fact]
    public void Accounts_MoreThanTheirCapacity_AreTheNewestOnes()
    {
        for (var i = 0; i < (2 * Accounts.Capacity) + 10; i++)
            _accounts.Add(NewAccount(i));

        Assert.Equal(Accounts.Capacity, _accounts.Count);
        var known = Enumerable.Range(0, Accounts.Capacity).Select(place => int.Parse(_accounts.At(place / (double)Accounts.Capacity)!.Id, null)).Order();
        Assert.Equal(Enumerable.Range(Accounts.Capacity + 10, Accounts.Capacity), known);
    }

    [Fact]
    public void Account_Forgotten_IsNotComeBackTo()
    {
        Assert.Null(_accounts.At(0.5));
        var (kept, forgotten) = (NewAccount(1), NewAccount(2));
        _accounts.Add(kept);
        _accounts.Add(forgotten);

        _accounts.Forget(forgotten);
        _accounts.Forget(forgotten);

        Assert.Same(kept, _accounts.At(0));
        Assert.Same(kept, _accounts.At(0.999));
    }

    [Fact]
    public void Accounts_ForgottenWhenFull_MakeRoom()
    {
        for (var i = 0; i < Accounts.Capacity + 5; i++)
            _accounts.Add(NewAccount(i));
        _accounts.Forget(_accounts.At(0.5)!);

        for (var i = 0; i < Accounts.Capacity; i++)
            _accounts.Add(NewAccount(i));

        Assert.Equal(Accounts.Capacity, _accounts.Count);
    }

    [Fact]
    public void Person_OfTheSameDraws_HasTheSameNameButNeitherTheSameAddressNorPassword()
    {
        var (name, again) = (People.NewName(new Random(5)), People.NewName(new Random(5)));

        Assert.Equal(name, again);
        Assert.NotEqual(People.NewEmail(name), People.NewEmail(again));
        Assert.NotEqual(People.NewPassword(), People.NewPassword());
        Assert.Matches("^[a-z]+\\.[a-z]+\\.[0-9a-f]{12}@example\\.(com|org)$", People.NewEmail(name));
    }

    private static Account NewAccount(int id) => new($"{id}", "ann@example.org", "its password");
}
