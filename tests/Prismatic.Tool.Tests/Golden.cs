namespace Prismatic.Tool.Tests;

/// <summary>
/// Compares text with an approved file. A difference leaves a .received file beside it; PRISMATIC_ACCEPT=1 approves.
/// </summary>
internal static class Golden
{
    public static string Root { get; } = FindRoot();

    public static void Verify(string name, string actual) =>
        VerifyFile(Path.Combine(Root, "tests", "Prismatic.Tool.Tests", "Approved"), name, actual);

    public static void VerifyFile(string folder, string name, string actual)
    {
        var dot = name.LastIndexOf('.');
        var approved = Path.Combine(folder, $"{name[..dot]}.approved{name[dot..]}");
        var received = Path.Combine(folder, $"{name[..dot]}.received{name[dot..]}");
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(approved, actual);
        }
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            File.WriteAllText(received, actual);
            Assert.Fail($"{Path.GetFileName(approved)} differs from what was received; compare with {received}");
        }
        File.Delete(received);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
