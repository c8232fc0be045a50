using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Api.Data.Migrations;

[DbContext(typeof(AppDbContext))]
[Migration("20261121000003_CreateHousehold")]
internal sealed class CreateHousehold : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateFamilies(migrationBuilder);
        ExtendUsers(migrationBuilder);
        CreateSessions(migrationBuilder);
        CreateActivities(migrationBuilder);
        CreateChores(migrationBuilder);
        CreateAssignments(migrationBuilder);
        CreateLedger(migrationBuilder);
        CreateWeeklySummaries(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["weekly_summaries", "ledger_entries", "assignments", "chores", "activities", "sessions"])
            migrationBuilder.DropTable(table);
        migrationBuilder.Sql("DROP FUNCTION refuse_change()");
        migrationBuilder.Sql("""ALTER TABLE users DROP COLUMN "Role", DROP COLUMN "FamilyId", DROP COLUMN "CreatedAt", DROP COLUMN "DeletedAt" """);
        migrationBuilder.DropTable("families");
    }

    private static void CreateFamilies(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "families",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                Name = table.Column<string>("character varying(100)", maxLength: 100, nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                InviteCode = table.Column<string>("character varying(10)", maxLength: 10, nullable: true),
                InviteExpiresAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_families", family => family.Id));
        migrationBuilder.CreateIndex("IX_families_InviteCode", "families", "InviteCode", unique: true);
    }

    // Users that are there already are parents without a family.
    private static void ExtendUsers(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            ALTER TABLE users
                ADD COLUMN "Role" character varying(10) NOT NULL DEFAULT 'Parent',
                ADD COLUMN "CreatedAt" timestamp with time zone NOT NULL DEFAULT now(),
                ADD COLUMN "FamilyId" uuid CONSTRAINT "FK_users_families_FamilyId" REFERENCES families ("Id") ON DELETE RESTRICT,
                ADD COLUMN "DeletedAt" timestamp with time zone,
                ALTER COLUMN "Email" DROP NOT NULL,
                ALTER COLUMN "NormalizedEmail" DROP NOT NULL;
            ALTER TABLE users ALTER COLUMN "Role" DROP DEFAULT, ALTER COLUMN "CreatedAt" DROP DEFAULT;
            """);
        migrationBuilder.CreateIndex("IX_users_FamilyId", "users", "FamilyId");
    }

    private static void CreateSessions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "sessions",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                UserId = table.Column<Guid>("uuid", nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                ExpiresAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                EndedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_sessions", session => session.Id);
                table.ForeignKey("FK_sessions_users_UserId", session => session.UserId, "users", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_sessions_UserId", "sessions", "UserId");
        migrationBuilder.CreateIndex("IX_sessions_CreatedAt", "sessions", "CreatedAt");
        migrationBuilder.CreateIndex("IX_sessions_ExpiresAt", "sessions", "ExpiresAt");
    }

    private static void CreateActivities(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "activities",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                FamilyId = table.Column<Guid>("uuid", nullable: false),
                Kind = table.Column<string>("character varying(30)", maxLength: 30, nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                ActorId = table.Column<Guid>("uuid", nullable: true),
                ChildId = table.Column<Guid>("uuid", nullable: true),
                Subject = table.Column<string>("character varying(500)", maxLength: 500, nullable: true),
                Amount = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: true),
                Reason = table.Column<string>("character varying(500)", maxLength: 500, nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_activities", activity => activity.Id);
                table.ForeignKey("FK_activities_families_FamilyId", activity => activity.FamilyId, "families", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_activities_FamilyId_Id", "activities", ["FamilyId", "Id"]);
        migrationBuilder.CreateIndex("IX_activities_CreatedAt", "activities", "CreatedAt");
    }

    private static void CreateChores(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "chores",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                FamilyId = table.Column<Guid>("uuid", nullable: false),
                Title = table.Column<string>("character varying(200)", maxLength: 200, nullable: false),
                Description = table.Column<string>("character varying(2000)", maxLength: 2000, nullable: true),
                Mode = table.Column<string>("character varying(20)", maxLength: 20, nullable: false),
                RewardMinimum = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
                RewardMaximum = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
                CooldownHours = table.Column<decimal>("numeric(6,2)", precision: 6, scale: 2, nullable: true),
                CreatedBy = table.Column<Guid>("uuid", nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                ArchivedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_chores", chore => chore.Id);
                table.ForeignKey("FK_chores_families_FamilyId", chore => chore.FamilyId, "families", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_chores_FamilyId_Id", "chores", ["FamilyId", "Id"]);
    }

    private static void CreateAssignments(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assignments",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                ChoreId = table.Column<Guid>("uuid", nullable: false),
                FamilyId = table.Column<Guid>("uuid", nullable: false),
                AssigneeId = table.Column<Guid>("uuid", nullable: true),
                Status = table.Column<string>("character varying(20)", maxLength: 20, nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                AssignedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                CompletedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                ApprovedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                Amount = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: true),
                RejectionReason = table.Column<string>("character varying(500)", maxLength: 500, nullable: true),
                PreviousId = table.Column<Guid>("uuid", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_assignments", assignment => assignment.Id);
                table.ForeignKey("FK_assignments_chores_ChoreId", assignment => assignment.ChoreId, "chores", "Id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_assignments_users_AssigneeId", assignment => assignment.AssigneeId, "users", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_assignments_FamilyId_Id", "assignments", ["FamilyId", "Id"]);
        migrationBuilder.CreateIndex("IX_assignments_ChoreId", "assignments", "ChoreId");
        migrationBuilder.CreateIndex("IX_assignments_AssigneeId", "assignments", "AssigneeId");
        migrationBuilder.CreateIndex("IX_assignments_PreviousId", "assignments", "PreviousId", unique: true);
        migrationBuilder.CreateIndex("IX_assignments_Status", "assignments", "Status", filter: "\"Status\" = 'Completed'");
    }

    private static void CreateLedger(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "ledger_entries",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                FamilyId = table.Column<Guid>("uuid", nullable: false),
                ChildId = table.Column<Guid>("uuid", nullable: false),
                Kind = table.Column<string>("character varying(10)", maxLength: 10, nullable: false),
                Amount = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
                Reason = table.Column<string>("character varying(500)", maxLength: 500, nullable: false),
                AssignmentId = table.Column<Guid>("uuid", nullable: true),
                CreatedBy = table.Column<Guid>("uuid", nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_ledger_entries", entry => entry.Id);
                table.ForeignKey("FK_ledger_entries_families_FamilyId", entry => entry.FamilyId, "families", "Id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_ledger_entries_users_ChildId", entry => entry.ChildId, "users", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_ledger_entries_FamilyId_Id", "ledger_entries", ["FamilyId", "Id"]);
        migrationBuilder.CreateIndex("IX_ledger_entries_ChildId", "ledger_entries", "ChildId");
        migrationBuilder.CreateIndex("IX_ledger_entries_AssignmentId", "ledger_entries", "AssignmentId", unique: true);

        // The ledger is append-only, whoever writes to the database.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'The rows of % are never changed or deleted. Add one that corrects it.', TG_TABLE_NAME;
            END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries EXECUTE FUNCTION refuse_change();
            """);
    }

    private static void CreateWeeklySummaries(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "weekly_summaries",
        table => new
        {
            FamilyId = table.Column<Guid>("uuid", nullable: false),
            Week = table.Column<DateOnly>("date", nullable: false),
            Approved = table.Column<int>("integer", nullable: false),
            Earned = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
            Bonuses = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
            Penalties = table.Column<decimal>("numeric(14,2)", precision: 14, scale: 2, nullable: false),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_weekly_summaries", summary => new { summary.FamilyId, summary.Week });
            table.ForeignKey("FK_weekly_summaries_families_FamilyId", summary => summary.FamilyId, "families", "Id", onDelete: ReferentialAction.Restrict);
        });
}
