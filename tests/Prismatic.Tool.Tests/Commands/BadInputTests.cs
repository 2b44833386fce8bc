namespace Prismatic.Tool.Tests.Commands;

/// <summary>Whatever is wrong: one clear line on the message stream, the right exit code, and no file left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_missing_file_is_an_input_fault() =>
        await FailsAsync(ExitCode.Input, "nowhere.parquet", "audit", _place.PathOf("nowhere.parquet"));

    [Fact]
    public async Task A_missing_column_is_an_input_fault_that_names_it() =>
        await FailsAsync(ExitCode.Input, "promt", "audit", Workplace.Sample, "--text", "promt");

    [Fact]
    public async Task A_column_of_numbers_is_an_input_fault_that_names_it() =>
        await FailsAsync(
            ExitCode.Input,
            "count",
            "audit",
            _place.Write("numbers.jsonl", "{\"count\": 1, \"text\": \"a\"}\n{\"count\": 2, \"text\": \"b\"}\n"),
            "--text",
            "count"
        );

    [Theory]
    [InlineData("empty.parquet")]
    [InlineData("empty.jsonl")]
    [InlineData("empty.csv")]
    public async Task An_empty_file_is_an_input_fault(string name) =>
        await FailsAsync(ExitCode.Input, name, "audit", _place.Write(name, ""));

    [Fact]
    public async Task A_git_lfs_pointer_is_told_from_data() =>
        await FailsAsync(
            ExitCode.Input,
            "Git LFS pointer",
            "audit",
            _place.Write("data.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 123456\n")
        );

    [Fact]
    public async Task A_truncated_parquet_file_is_an_input_fault()
    {
        var bytes = await File.ReadAllBytesAsync(Workplace.Sample);
        await File.WriteAllBytesAsync(_place.PathOf("cut.parquet"), bytes[..(bytes.Length / 2)]);
        await FailsAsync(ExitCode.Input, "cut.parquet", "audit", _place.PathOf("cut.parquet"));
    }

    [Fact]
    public async Task A_bad_line_of_json_is_told_by_its_number() =>
        await FailsAsync(
            ExitCode.Input,
            ":3",
            "audit",
            _place.Write("bad.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n{\"text\": \n")
        );

    [Fact]
    public async Task A_ragged_row_of_csv_is_told_by_its_line() =>
        await FailsAsync(ExitCode.Input, ":3", "audit", _place.Write("ragged.csv", "text,label\na,1\nb\n"));

    [Fact]
    public async Task Rows_without_any_text_are_an_input_fault() =>
        await FailsAsync(
            ExitCode.Input,
            "none with text",
            "audit",
            _place.Texts("blank.jsonl", [" ", "", "\t"]),
            "--features",
            "ngrams",
            "--text",
            "text"
        );

    [Fact]
    public async Task An_onnx_file_that_is_no_language_model_is_an_input_fault() =>
        await FailsAsync(ExitCode.Input, "no.onnx", "model", "inspect", _place.Write("no.onnx", "hello"));

    [Fact]
    public async Task A_missing_model_is_an_input_fault() =>
        await FailsAsync(
            ExitCode.Input,
            "none.onnx",
            "audit",
            Workplace.Sample,
            "--no-progress",
            "--model",
            _place.PathOf("none.onnx")
        );

    public static TheoryData<string> CorruptFiles =>
        [.. SharedData("parquet/apache_bad").Select(path => Path.GetFileName(path)).DefaultIfEmpty("absent")];

    [Theory]
    [MemberData(nameof(CorruptFiles))]
    public async Task A_corrupt_file_ends_in_one_line(string name)
    {
        var path = SharedData("parquet/apache_bad").FirstOrDefault(path => Path.GetFileName(path) == name);
        Assert.SkipUnless(path is not null, "the shared data is not on this machine");
        var run = await Run.PrismaticAsync("audit", path!, "--features", "ngrams", "--html", _place.PathOf("r.html"));
        Assert.Equal(ExitCode.Input, run.Code);
        AssertOneLine(run);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "x.parquet", "--seed", "minus one")]
    [InlineData("audit", "x.parquet", "--sample", "0")]
    [InlineData("audit", "x.parquet", "--max-tokens", "3")]
    [InlineData("audit", "x.parquet", "--threads", "-2")]
    [InlineData("audit", "x.parquet", "--device", "abacus")]
    [InlineData("audit", "x.parquet", "--features", "smells")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet")]
    [InlineData("filter", "x.parquet", "--keep", "10")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet", "--keep", "some")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet", "--keep", "0")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet", "--keep", "101%")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet", "--keep", "5", "--features", "all")]
    [InlineData("filter", "x.parquet", "-o", "y.parquet", "--keep", "5", "--rule", "iron")]
    [InlineData("gradients", "x.parquet")]
    [InlineData("fillter", "x.parquet")]
    [InlineData("audit", "x.parquet", "--jsn", "y")]
    public async Task A_wrong_command_line_is_a_usage_fault(params string[] args)
    {
        var run = await Run.PrismaticAsync(args);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("prismatic: error: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_missing_argument_is_called_by_its_name()
    {
        var run = await Run.PrismaticAsync("audit");
        Assert.StartsWith("prismatic: error: DATA is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_is_the_input_is_a_usage_fault_and_the_input_stays()
    {
        var copy = _place.PathOf("data.parquet");
        File.Copy(Workplace.Sample, copy);
        var roundabout = Path.Combine(_place.Folder, ".", "data.parquet");
        await FailsAsync(
            ExitCode.Usage,
            "data.parquet",
            "filter",
            copy,
            "-o",
            roundabout,
            "--keep",
            "5",
            "--features",
            "ngrams"
        );
        await FailsAsync(ExitCode.Usage, "data.parquet", "audit", copy, "--features", "ngrams", "--json", roundabout);
        Assert.Equal(await File.ReadAllBytesAsync(Workplace.Sample), await File.ReadAllBytesAsync(copy));
    }

    [Fact]
    public async Task Two_outputs_of_one_name_are_a_usage_fault() =>
        await FailsAsync(
            ExitCode.Usage,
            "same.out",
            "audit",
            Workplace.Sample,
            "--html",
            _place.PathOf("same.out"),
            "--json",
            _place.PathOf("same.out")
        );

    [Fact]
    public async Task An_output_folder_that_is_missing_is_a_usage_fault_before_any_work() =>
        await FailsAsync(
            ExitCode.Usage,
            "nofolder",
            "audit",
            Workplace.Sample,
            "--json",
            _place.PathOf("nofolder/r.json")
        );

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            OutputFile.WriteAsync(
                _place.PathOf("r.json"),
                _ => File.WriteAllTextAsync("/dev/full", new string('x', 1 << 20)),
                CancellationToken.None
            )
        );
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_place.Names);
    }

    [Fact]
    public async Task What_nobody_expected_is_one_line_without_a_stack_trace()
    {
        var (code, line) = Faults.Describe(new InvalidCastException("secret row text"));
        Assert.Equal(ExitCode.Environment, code);
        Assert.Contains("--verbose", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Hostile_file_names_do_not_reach_the_terminal()
    {
        var run = await Run.PrismaticAsync("audit", _place.PathOf("x\u001b[2J\u202e.parquet"));
        Assert.Equal(ExitCode.Input, run.Code);
        AssertOneLine(run);
    }

    internal static IReadOnlyList<string> SharedData(string folder)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            foreach (var root in new[] { place, place.Parent })
            {
                var found = Path.Combine(root?.FullName ?? "/", "shared", "data", folder);
                if (Directory.Exists(found))
                {
                    return [.. Directory.EnumerateFiles(found, "*.parquet").Order(StringComparer.Ordinal)];
                }
            }
        }
        return [];
    }

    private async Task FailsAsync(ExitCode expected, string mention, params string[] args)
    {
        var before = _place.Names;
        string[] html = args[0] == "audit" && !args.Contains("--html") ? ["--html", _place.PathOf("r.html")] : [];
        var run = await Run.PrismaticAsync([.. args, .. html]);
        Assert.Equal(expected, run.Code);
        Assert.Contains(mention, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        AssertOneLine(run);
        Assert.Equal(before, _place.Names);
    }

    private static void AssertOneLine(Run run)
    {
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("prismatic: error: ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error, c => char.IsControl(c) && c != '\n');
        // What was found out before the fault: the columns, and how much memory duplicates need.
        Assert.All(lines[..^1], line => Assert.Matches("^(Text: |Duplicates among )", line));
    }
}
