using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Api.Data.Migrations;

[DbContext(typeof(AppDbContext))]
[Migration("20261121000002_CreateCommands")]
internal sealed class CreateCommands : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "commands",
            table => new
            {
                KeyHash = table.Column<byte[]>("bytea", nullable: false),
                RunId = table.Column<Guid>("uuid", nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                Fingerprint = table.Column<byte[]>("bytea", nullable: true),
                Status = table.Column<int>("integer", nullable: false),
                Location = table.Column<string>("character varying(200)", maxLength: 200, nullable: true),
                Body = table.Column<byte[]>("bytea", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_commands", command => command.KeyHash));
        migrationBuilder.CreateIndex("IX_commands_CreatedAt", "commands", "CreatedAt");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("commands");
}
