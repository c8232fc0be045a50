using System.Runtime.CompilerServices;

namespace Tests.Support;

/// <summary>What holds for the process of the tests, and for those that it starts.</summary>
internal static class TestProcess
{
    /// <summary>Nobody changes the settings of a host while a test runs, and Linux lets a user watch so many files at once (fs.inotify.max_user_instances) as a few dozen hosts do.</summary>
    [ModuleInitializer]
    internal static void DoNotWatchSettings() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
