using Prismatic.Tool.Git;

namespace Prismatic.Tool.Tests.Git;

/// <summary>A git repository in a temporary folder.</summary>
internal sealed class ScratchRepository : IDisposable
{
    public ScratchRepository()
    {
        Folder = Directory.CreateTempSubdirectory("prismatic-test-").FullName;
        Git("init", "-q", "-b", "main");
    }

    public string Folder { get; }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Commits all that is in the folder.</summary>
    public string Commit()
    {
        Git("add", "-A");
        Git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "change");
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments)
    {
        var answer = new GitProgram(Folder)
            .RunAsync(TestContext.Current.CancellationToken, arguments)
            .GetAwaiter()
            .GetResult();
        Assert.True(answer.Code == 0, answer.Fault);
        return answer.Out;
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            // Objects are read-only, which Windows minds.
            File.SetAttributes(file, FileAttributes.Normal);
        }
        Directory.Delete(Folder, recursive: true);
    }
}
