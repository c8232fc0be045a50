using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Identity;

/// <summary>A person who can sign in, by user name or e-mail address. Who gave no user name has the address as one; a child need not have an address.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public const int NameLength = 100;
    public const int EmailLength = 256;
    public const int UserNameLength = 50;

    /// <summary>Without @ it is no e-mail address, and without spaces none looks like another.</summary>
    public const string UserNamePattern = @"[^@\s]*";

    public const string UserNameRule = "A user name has neither @ nor spaces.";

    public required string Name { get; set; }

    public required Role Role { get; init; }

    /// <summary>Null until the user has created or joined one. Nobody changes families.</summary>
    public Guid? FamilyId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whose account was deleted keeps a row without a name: the ledger of the family still counts on it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<User>
    {
        private const int RoleLength = 10;

        public void Configure(EntityTypeBuilder<User> builder)
        {
            builder.ToTable("users");
            builder.Property(user => user.Id).ValueGeneratedNever();
            builder.Property(user => user.Name).HasMaxLength(NameLength);
            builder.Property(user => user.Role).HasConversion<string>().HasMaxLength(RoleLength);
            builder.Property(user => user.UserName).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.NormalizedUserName).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.Email).HasMaxLength(EmailLength);
            builder.Property(user => user.NormalizedEmail).HasMaxLength(EmailLength);
            builder.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
            builder.HasIndex(user => user.NormalizedUserName).IsUnique();
            builder.HasIndex(user => user.NormalizedEmail).IsUnique();
            builder.HasIndex(user => user.FamilyId);

            // What this service does not offer.
            builder.Ignore(user => user.EmailConfirmed);
            builder.Ignore(user => user.PhoneNumber);
            builder.Ignore(user => user.PhoneNumberConfirmed);
            builder.Ignore(user => user.TwoFactorEnabled);
        }
    }
}
