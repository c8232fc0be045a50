using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Api.Data.Migrations;

[DbContext(typeof(AppDbContext))]
[Migration("20261121000000_CreateUsersAndKeys")]
internal sealed class CreateUsersAndKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "users",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                Name = table.Column<string>("character varying(100)", maxLength: 100, nullable: false),
                UserName = table.Column<string>("character varying(256)", maxLength: 256, nullable: false),
                NormalizedUserName = table.Column<string>("character varying(256)", maxLength: 256, nullable: false),
                Email = table.Column<string>("character varying(256)", maxLength: 256, nullable: false),
                NormalizedEmail = table.Column<string>("character varying(256)", maxLength: 256, nullable: false),
                PasswordHash = table.Column<string>("text", nullable: true),
                SecurityStamp = table.Column<string>("text", nullable: true),
                ConcurrencyStamp = table.Column<string>("text", nullable: true),
                LockoutEnabled = table.Column<bool>("boolean", nullable: false),
                LockoutEnd = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                AccessFailedCount = table.Column<int>("integer", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_users", user => user.Id));
        migrationBuilder.CreateIndex("IX_users_NormalizedUserName", "users", "NormalizedUserName", unique: true);
        migrationBuilder.CreateIndex("IX_users_NormalizedEmail", "users", "NormalizedEmail", unique: true);

        migrationBuilder.CreateTable(
            "data_protection_keys",
            table => new
            {
                Id = table.Column<int>("integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                FriendlyName = table.Column<string>("text", nullable: false),
                Xml = table.Column<string>("text", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_data_protection_keys", key => key.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("data_protection_keys");
        migrationBuilder.DropTable("users");
    }
}
