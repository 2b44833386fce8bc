using System.Security.Cryptography;
using System.Text;
using Prismatic.Tool.Git;

namespace Prismatic.Tool.Tests.Git;

public sealed class GitSnapshotTests : IDisposable
{
    private readonly ScratchRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("data.jsonl")]
    [InlineData("folder/with space.jsonl")]
    [InlineData("-dash.jsonl")]
    [InlineData("--help.jsonl")]
    [InlineData("[set]{1}.jsonl")]
    [InlineData("ümläut ☂.jsonl")]
    [InlineData(":(top)magic.jsonl")]
    public async Task A_file_comes_back_as_it_was(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.Contains(':'), "no such names there");
        var path = _repository.Write(name, "before\n");
        var commit = _repository.Commit();
        File.WriteAllText(path, "after\n");
        _repository.Commit();
        using var snapshot = await TakeAsync("git:HEAD~1", path);
        Assert.Equal(commit, snapshot.Commit);
        Assert.Equal("before\n", await ReadAsync(Assert.Single(snapshot.Paths)));
        Assert.Equal("after\n", await ReadAsync(path));
    }

    [Fact]
    public async Task A_name_with_a_line_break_comes_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names there");
        var path = _repository.Write("two\nlines\ttab.jsonl", "x");
        _repository.Commit();
        using var snapshot = await TakeAsync("git:main", path);
        Assert.Equal("x", await ReadAsync(snapshot.Paths[0]));
    }

    [Fact]
    public async Task Deleted_and_renamed_files_are_found_by_the_name_they_had()
    {
        var old = _repository.Write("a/old.jsonl", "x");
        _repository.Commit();
        _repository.Git("mv", "a/old.jsonl", "new.jsonl");
        _repository.Commit();
        Directory.Delete(Path.GetDirectoryName(old)!);
        using var snapshot = await TakeAsync("git:HEAD~1", old);
        Assert.Equal("x", await ReadAsync(snapshot.Paths[0]));
        await FailsAsync(ExitCode.Input, "'a/old.jsonl' is not in HEAD", "git:HEAD", old);
        await FailsAsync(
            ExitCode.Input,
            "'new.jsonl' is not in HEAD~1",
            "git:HEAD~1",
            _repository.Folder + "/new.jsonl"
        );
    }

    [Theory]
    [InlineData("data", "data/a.jsonl data/deep/b.csv")]
    [InlineData("data/*.jsonl", "data/a.jsonl")]
    [InlineData("**/*.jsonl", "data/a.jsonl other/a.jsonl")]
    [InlineData("data/**/?.csv", "data/deep/b.csv")]
    [InlineData(".", "data/a.jsonl data/deep/b.csv other/a.jsonl")]
    public async Task Folders_and_patterns_take_the_data_files(string path, string expected)
    {
        _repository.Write("data/a.jsonl", "1");
        _repository.Write("data/deep/b.csv", "2");
        _repository.Write("data/notes.txt", "3");
        _repository.Write("other/a.jsonl", "4");
        _repository.Commit();
        using var snapshot = await TakeAsync("git:main", path);
        Assert.Equal(expected.Split(' '), Names(snapshot.Folder));
    }

    [Theory]
    [InlineData("git:main:data/a.jsonl")]
    [InlineData("git:main:./a.jsonl")]
    [InlineData("git:main:../data/a.jsonl")]
    public async Task A_path_of_its_own_is_read_as_git_reads_it(string name)
    {
        var path = _repository.Write("data/a.jsonl", "1");
        _repository.Commit();
        using var snapshot = await GitSnapshot.TakeAsync(
            GitReference.Parse(name),
            [],
            Path.GetDirectoryName(path)!,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("1", await ReadAsync(snapshot.Paths[0]));
    }

    [Fact]
    public async Task The_folder_goes_away()
    {
        var path = _repository.Write("a.jsonl", "1");
        _repository.Commit();
        var snapshot = await TakeAsync("git:main", path);
        Assert.True(Directory.Exists(snapshot.Folder));
        snapshot.Dispose();
        Assert.False(Directory.Exists(snapshot.Folder));
    }

    [Fact]
    public async Task A_pointer_of_large_file_storage_is_followed_where_its_content_is_here()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("large\n")));
        var path = _repository.Write(
            "a.jsonl",
            $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize 6\n"
        );
        _repository.Commit();
        await FailsAsync(
            ExitCode.Input,
            "is a Git LFS pointer and its data is not here; run: git lfs fetch",
            "git:HEAD",
            path
        );
        _repository.Write($".git/lfs/objects/{hash[..2]}/{hash[2..4]}/{hash}", "large\n");
        using var snapshot = await TakeAsync("git:HEAD", path);
        Assert.Equal("large\n", await ReadAsync(snapshot.Paths[0]));
    }

    [Fact]
    public async Task A_link_is_no_data()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        File.CreateSymbolicLink(Path.Combine(_repository.Folder, "a.jsonl"), "/etc/passwd");
        _repository.Commit();
        await FailsAsync(ExitCode.Input, "'a.jsonl' is not in HEAD", "git:HEAD", _repository.Folder + "/a.jsonl");
    }

    [Theory]
    [InlineData("git:nowhere", "git knows no revision 'nowhere'")]
    [InlineData("git:HEAD~7", "git knows no revision 'HEAD~7'")]
    [InlineData("git:HEAD..main", "git knows no revision 'HEAD..main'")]
    [InlineData("git:$(touch x)", "git knows no revision '$(touch x)'")]
    public async Task An_unknown_revision_is_told(string name, string expected)
    {
        var path = _repository.Write("a.jsonl", "1");
        _repository.Commit();
        await FailsAsync(ExitCode.Input, expected, name, path);
        Assert.Equal(["a.jsonl"], Directory.EnumerateFiles(_repository.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("git:")]
    [InlineData("git: ")]
    [InlineData("git::a.jsonl")]
    [InlineData("git:main:")]
    [InlineData("git:--all")]
    public void A_name_without_a_revision_is_refused(string name)
    {
        Assert.True(GitReference.IsReference(name));
        var fault = Assert.Throws<PrismaticException>(() => GitReference.Parse(name));
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains("names no revision", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_says_how_to_deepen_it()
    {
        _repository.Write("a.jsonl", "1");
        _repository.Commit();
        _repository.Write("a.jsonl", "2");
        _repository.Commit();
        _repository.Git("clone", "-q", "--depth", "1", "file://" + _repository.Folder, "clone");
        await FailsAsync(
            ExitCode.Input,
            "this clone is shallow",
            "git:HEAD~1",
            Path.Combine(_repository.Folder, "clone", "a.jsonl")
        );
    }

    [Fact]
    public async Task A_folder_without_repository_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-test-");
        await FailsAsync(
            ExitCode.Input,
            "is in no git repository",
            "git:HEAD",
            Path.Combine(folder.FullName, "a.jsonl")
        );
        folder.Delete();
    }

    [Fact]
    public async Task A_path_outside_of_the_repository_is_told()
    {
        var path = _repository.Write("a.jsonl", "1");
        _repository.Commit();
        await FailsAsync(ExitCode.Input, "is not in the repository", "git:HEAD", path, Path.GetTempPath() + "b.jsonl");
    }

    private Task<GitSnapshot> TakeAsync(string name, params string[] paths) =>
        GitSnapshot.TakeAsync(
            GitReference.Parse(name),
            paths,
            _repository.Folder,
            TestContext.Current.CancellationToken
        );

    private async Task FailsAsync(ExitCode code, string expected, string name, params string[] paths)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => TakeAsync(name, paths));
        Assert.Equal(code, fault.ExitCode);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Names(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
