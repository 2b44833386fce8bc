using Prismatic.Gradients;

namespace Prismatic.Tool;

/// <summary>Where results of long work are kept from run to run.</summary>
internal static class CacheFolder
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "PRISMATIC_CACHE";

    /// <summary>The folder that the environment names, or the system's place for caches; null where there is none.</summary>
    public static string? FromEnvironment(Func<string, string?> variable)
    {
        if (Set(Variable) is { } own)
        {
            return Path.GetFullPath(own);
        }
        var place =
            OperatingSystem.IsWindows() ? Set("LOCALAPPDATA")
            : Set("XDG_CACHE_HOME") is { } caches && Path.IsPathRooted(caches) ? caches
            : Set("HOME") is not { } home ? null
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Path.Combine(home, ".cache");
        return place is null ? null : Path.Combine(place, "prismatic");

        string? Set(string name) => variable(name) is { } value && value.Trim().Length > 0 ? value.Trim() : null;
    }

    /// <summary>The folder of this process.</summary>
    public static string? OfThisProcess() => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>Folder of the vectors' stores in a cache.</summary>
    public static string Vectors(string cache) => Path.Combine(cache, "vectors");

    /// <summary>The compiled graphs in a cache.</summary>
    public static GraphCache Graphs(string cache) => new(Path.Combine(cache, "graphs"));
}
