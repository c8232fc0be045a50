using Microsoft.EntityFrameworkCore;

namespace Api.Data;

/// <summary>Everything that is stored. Each module maps its own entities, and asks for them with <see cref="DbContext.Set{TEntity}()"/>.</summary>
internal sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
}
