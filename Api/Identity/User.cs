using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Identity;

/// <summary>A person who can sign in. The user name is the e-mail address.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public const int NameLength = 100;
    public const int EmailLength = 256;

    public required string Name { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> builder)
        {
            builder.ToTable("users");
            builder.Property(user => user.Id).ValueGeneratedNever();
            builder.Property(user => user.Name).HasMaxLength(NameLength);
            builder.Property(user => user.UserName).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.NormalizedUserName).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.Email).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.NormalizedEmail).HasMaxLength(EmailLength).IsRequired();
            builder.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
            builder.HasIndex(user => user.NormalizedUserName).IsUnique();
            builder.HasIndex(user => user.NormalizedEmail).IsUnique();

            // What this service does not offer.
            builder.Ignore(user => user.EmailConfirmed);
            builder.Ignore(user => user.PhoneNumber);
            builder.Ignore(user => user.PhoneNumberConfirmed);
            builder.Ignore(user => user.TwoFactorEnabled);
        }
    }
}
