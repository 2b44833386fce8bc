namespace Prismatic.Tests.TestData;

/// <summary>Finds the committed test data, wherever the tests run from.</summary>
internal static class TestFiles
{
    private const string Solution = "Prismatic.Tool.sln";

    /// <summary>The repository's root: the nearest folder above the test binary that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file below tests/data, for example <c>models/tiny-llama.onnx</c>.</summary>
    public static string PathOf(string name) => Path.Combine(Root, "tests", "data", name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds {Solution}.");
    }
}
