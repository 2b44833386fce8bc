namespace Prismatic.Package.Tests;

/// <summary>Files that are committed, and that a test knows how to write: PRISMATIC_ACCEPT=1 writes them anew.</summary>
internal static class Accepted
{
    /// <summary>Whether files are written and not compared.</summary>
    public static bool Writes => Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1";

    /// <summary>Compares, or writes.</summary>
    public static void Verify(string path, string actual)
    {
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.True(File.Exists(path), $"{path} is missing; run this test once with PRISMATIC_ACCEPT=1");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
