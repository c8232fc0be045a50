using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Api.Data.Migrations;

[DbContext(typeof(AppDbContext))]
[Migration("20261121000004_CreateGateway")]
internal sealed class CreateGateway : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateAccounts(migrationBuilder);
        CreateLedger(migrationBuilder);
        CreateReservations(migrationBuilder);
        CreateKeys(migrationBuilder);
        CreateSubscriptions(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["subscriptions", "api_keys", "credit_reservations", "credit_entries", "accounts"])
            migrationBuilder.DropTable(table);
    }

    private static void CreateAccounts(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "accounts",
        table => new
        {
            Id = table.Column<Guid>("uuid", nullable: false),
            Name = table.Column<string>("character varying(100)", maxLength: 100, nullable: false),
            CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            Available = table.Column<decimal>("numeric(18,8)", precision: 18, scale: 8, nullable: false),
            LastGrant = table.Column<decimal>("numeric(18,8)", precision: 18, scale: 8, nullable: false),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_accounts", account => account.Id);
            table.CheckConstraint("CK_accounts_Available", "\"Available\" >= 0");
        });

    private static void CreateLedger(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "credit_entries",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                AccountId = table.Column<Guid>("uuid", nullable: false),
                Kind = table.Column<string>("character varying(12)", maxLength: 12, nullable: false),
                Amount = table.Column<decimal>("numeric(18,8)", precision: 18, scale: 8, nullable: false),
                ReservationId = table.Column<Guid>("uuid", nullable: true),
                Reason = table.Column<string>("character varying(500)", maxLength: 500, nullable: true),
                Model = table.Column<string>("character varying(100)", maxLength: 100, nullable: true),
                Provider = table.Column<string>("character varying(100)", maxLength: 100, nullable: true),
                InputTokens = table.Column<int>("integer", nullable: true),
                OutputTokens = table.Column<int>("integer", nullable: true),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_credit_entries", entry => entry.Id);
                table.ForeignKey("FK_credit_entries_accounts_AccountId", entry => entry.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_credit_entries_AccountId_Id", "credit_entries", ["AccountId", "Id"]);
        migrationBuilder.CreateIndex("IX_credit_entries_ReservationId_Kind", "credit_entries", ["ReservationId", "Kind"], unique: true);

        // Append-only, as the household's.
        migrationBuilder.Sql("CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_entries EXECUTE FUNCTION refuse_change();");
    }

    private static void CreateReservations(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "credit_reservations",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                AccountId = table.Column<Guid>("uuid", nullable: false),
                KeyId = table.Column<Guid>("uuid", nullable: false),
                Amount = table.Column<decimal>("numeric(18,8)", precision: 18, scale: 8, nullable: false),
                Tokens = table.Column<long>("bigint", nullable: false),
                ExpiresAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_credit_reservations", reservation => reservation.Id);
                table.ForeignKey("FK_credit_reservations_accounts_AccountId", reservation => reservation.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_credit_reservations_AccountId", "credit_reservations", "AccountId");
        migrationBuilder.CreateIndex("IX_credit_reservations_ExpiresAt", "credit_reservations", "ExpiresAt");
    }

    private static void CreateKeys(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "api_keys",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                AccountId = table.Column<Guid>("uuid", nullable: false),
                Name = table.Column<string>("character varying(100)", maxLength: 100, nullable: false),
                Prefix = table.Column<string>("character varying(14)", maxLength: 14, nullable: false),
                Hash = table.Column<byte[]>("bytea", nullable: false),
                Models = table.Column<string[]>("text[]", nullable: true),
                RequestsPerMinute = table.Column<int>("integer", nullable: true),
                TokensPerMinute = table.Column<int>("integer", nullable: true),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                ExpiresAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                RevokedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
                RequestsLeft = table.Column<decimal>("numeric(18,6)", precision: 18, scale: 6, nullable: false),
                TokensLeft = table.Column<decimal>("numeric(18,6)", precision: 18, scale: 6, nullable: false),
                FilledAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_api_keys", key => key.Id);
                table.ForeignKey("FK_api_keys_accounts_AccountId", key => key.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_api_keys_AccountId_Id", "api_keys", ["AccountId", "Id"]);
        migrationBuilder.CreateIndex("IX_api_keys_Hash", "api_keys", "Hash", unique: true);
    }

    private static void CreateSubscriptions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "subscriptions",
            table => new
            {
                Id = table.Column<Guid>("uuid", nullable: false),
                AccountId = table.Column<Guid>("uuid", nullable: false),
                Plan = table.Column<string>("character varying(10)", maxLength: 10, nullable: false),
                Status = table.Column<string>("character varying(10)", maxLength: 10, nullable: false),
                CreatedAt = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                Anchor = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                PeriodStart = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                PeriodEnd = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_subscriptions", subscription => subscription.Id);
                table.ForeignKey("FK_subscriptions_accounts_AccountId", subscription => subscription.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_subscriptions_AccountId_Id", "subscriptions", ["AccountId", "Id"]);
        migrationBuilder.CreateIndex("IX_subscriptions_AccountId", "subscriptions", "AccountId", unique: true, filter: "\"Status\" <> 'Expired'");
    }
}
