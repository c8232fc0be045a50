using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Api.Data.Migrations;

[DbContext(typeof(AppDbContext))]
[Migration("20261121000001_CreateJobs")]
internal sealed class CreateJobs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "jobs",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                Type = table.Column<string>("character varying(50)", maxLength: 50, nullable: false),
                Subject = table.Column<Guid>("uuid", nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                DueAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                Attempts = table.Column<int>("integer", nullable: false),
                IsDead = table.Column<bool>("boolean", nullable: false),
                LastError = table.Column<string>("character varying(1000)", maxLength: 1000, nullable: true),
                TraceParent = table.Column<string>("character varying(55)", maxLength: 55, nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_jobs", job => job.Id));
        migrationBuilder.CreateIndex("IX_jobs_IsDead_DueAt", "jobs", ["IsDead", "DueAt"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("jobs");
}
