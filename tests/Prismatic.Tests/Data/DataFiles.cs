using System.Text;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

/// <summary>A folder that is gone after the test, with small files in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("prismatic-data-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>The shared real data, where it is present.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>Path of a shared file or folder; skips the test where the shared data is not there.</summary>
    public static string Path(string name)
    {
        Assert.SkipUnless(Root is not null, "the shared data folder is not here");
        return System.IO.Path.Combine(Root!, name);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var start in new[] { folder, folder.Parent })
            {
                var data = start is null ? null : System.IO.Path.Combine(start.FullName, "shared", "data");
                if (Directory.Exists(data))
                {
                    return data;
                }
            }
        }
        return null;
    }
}

internal static class Rows
{
    public static async Task<List<TextRow>> All(Dataset dataset)
    {
        var rows = new List<TextRow>();
        await foreach (var row in dataset.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }
        return rows;
    }

    public static Task<List<TextRow>> All(string path, FieldChoice? choice = null) =>
        All(DatasetReader.Open([path], choice));

    public static Task<PrismaticException> Fault(string path, FieldChoice? choice = null) =>
        Assert.ThrowsAsync<PrismaticException>(() => All(path, choice));
}
