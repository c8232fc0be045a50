using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Tests.Support;

/// <summary>A service in a process of its own that logs and then ends in a way that a test cannot end itself.</summary>
internal static class DyingService
{
    /// <summary>How many lines it logs: more than a pipe holds.</summary>
    public const int Lines = 2000;

    /// <summary>An exception that nobody handles.</summary>
    public const string Throw = "throw";

    /// <summary>Environment.Exit in the middle of the work.</summary>
    public const string Exit = "exit";

    /// <summary>Starts it.</summary>
    public static Process Start(string end) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(DyingService).Assembly.Location, end])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>What runs there: the tests are a program too.</summary>
    public static int Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        var app = builder.Build();

        for (var i = 0; i < Lines; i++)
            app.Logger.LogInformation("Line {Number}", i);

        if (args is [Throw])
            Run(() => throw new InvalidOperationException("the end"));
        Environment.Exit(3);
        return 0;
    }

    private static void Run(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }
}
