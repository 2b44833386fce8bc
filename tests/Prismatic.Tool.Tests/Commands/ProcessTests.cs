using System.Diagnostics;
using System.Globalization;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The built program as a process of its own: streams, colours, signals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Results_and_messages_go_to_different_streams_without_control_sequences()
    {
        var (code, output, error) = await RunAsync("audit", Workplace.Sample, "--features", "ngrams");
        Assert.Equal(0, code);
        Assert.Contains("Mixed: ", output, StringComparison.Ordinal);
        Assert.Contains("Report: prismatic-report.html", output, StringComparison.Ordinal);
        Assert.Contains("Text: prompt from 'prompt'", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output + error);
        Assert.Equal(["prismatic-report.html"], _place.Names);
    }

    [Fact]
    public async Task Faults_end_the_process_with_their_code()
    {
        Assert.Equal(2, (await RunAsync("audit", "x.parquet", "--nonsense")).Code);
        Assert.Equal(3, (await RunAsync("audit", "nowhere.parquet")).Code);
    }

    [Fact]
    public async Task An_encoder_is_read_by_the_built_program()
    {
        using var encoder = new Prismatic.Tests.Encoders.EncoderFolder();
        encoder.Write("sentence_bert_config.json", "{\"max_seq_length\":60}");
        string[] args = ["audit", Workplace.Sample, "--features", "encoder", "--encoder", encoder.Path];
        var (code, output, error) = await RunAsync([.. args, "--pooling", "cls", "--json", "a.json"]);
        Assert.True(code == 0, error);
        Assert.Contains(
            "cls of last_hidden_state, 8 numbers a row, at most 60 tokens",
            Flat(output),
            StringComparison.Ordinal
        );
        Assert.Contains("encoding 422 rows: about", error, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(encoder.Path, "model.onnx"), "no");
        var broken = await RunAsync(args);
        Assert.Equal(3, broken.Code);
        Assert.Contains("prismatic: error: ", broken.Error, StringComparison.Ordinal);

        static string Flat(string text) => text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_do_not_depend_on_the_culture_of_the_machine()
    {
        var plain = await RunAsync("audit", Workplace.Sample, "--features", "ngrams", "--json", "a.json");
        var german = await RunAsync(
            new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" },
            "audit",
            Workplace.Sample,
            "--features",
            "ngrams",
            "--json",
            "a.json"
        );
        Assert.Equal(plain.Output, german.Output);
    }

    [Fact]
    public async Task An_interrupt_ends_within_seconds_with_130_and_leaves_no_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kill -INT is of Unix, and env --default-signal of GNU");
        // Enough rows that the work lasts far longer than the test waits.
        var data = _place.Texts(
            "long.jsonl",
            Enumerable.Range(0, 60_000).Select(i => $"row {i} of {i * 7919 % 10007} and {i * 104729 % 7907}, {i * 31}")
        );
        using var process = Start([], "audit", data, "--text", "text", "--features", "ngrams", "--json", "r.json");
        // The line about columns is the sign that the signal handler stands and work has begun.
        await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        // A second is what we promise on an idle machine; test machines are not idle.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
        Assert.Contains("cancelled", rest, StringComparison.Ordinal);
        Assert.Equal(["long.jsonl"], _place.Names);
    }

    [Fact]
    public async Task A_run_that_is_killed_goes_on_where_it_was_and_gives_the_same_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -KILL is of Unix");
        const int Chunk = 256;
        // A first length above 0 may be half a frame, which the next run rightly leaves out: the second must have begun.
        const int MoreThanOneFrame = Chunk * 1024 * sizeof(short) * 3 / 2;
        var model = _place.Model();
        var data = _place.Texts(
            "data.jsonl",
            Enumerable
                .Range(0, 20 * Chunk)
                .Select(i => $"row {i} of {i * 7919 % 10007}, {string.Concat(Enumerable.Repeat("and so on ", i % 40))}")
        );
        string[] args = ["gradients", data, "--text", "text", "--model", model, "--cache", "cache", "-o"];
        using (var process = Start([], [.. args, "a.parquet"]))
        {
            var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!Parts().Any(part => part.Length > MoreThanOneFrame))
            {
                Assert.False(process.HasExited, "it was over before it could be killed");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, process.ExitCode);
            await said;
        }
        Assert.Single(Parts());
        Assert.DoesNotContain("a.parquet", _place.Names);

        var second = await RunAsync([.. args, "a.parquet"]);
        Assert.Equal(0, second.Code);
        var counts = System.Text.RegularExpressions.Regex.Match(
            second.Error,
            "([0-9,]+) vectors from the cache, ([0-9,]+) computed"
        );
        var found = int.Parse(counts.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        var computed = int.Parse(counts.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.Equal((0, 20 * Chunk), (found % Chunk, found + computed));
        Assert.InRange(found, Chunk, 19 * Chunk);
        Assert.Empty(Parts());

        Assert.Equal(
            0,
            (
                await RunAsync("gradients", data, "--text", "text", "--model", model, "--no-cache", "-o", "b.parquet")
            ).Code
        );
        Assert.Equal(File.ReadAllBytes(_place.PathOf("b.parquet")), File.ReadAllBytes(_place.PathOf("a.parquet")));

        FileInfo[] Parts() =>
            Directory.Exists(_place.PathOf("cache/vectors"))
                ?
                [
                    .. new DirectoryInfo(_place.PathOf("cache/vectors")).EnumerateFiles(
                        "*.part",
                        SearchOption.AllDirectories
                    ),
                ]
                : [];
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunAsync([], args);

    private async Task<(int Code, string Output, string Error)> RunAsync(
        Dictionary<string, string> environment,
        params string[] args
    )
    {
        using var process = Start(environment, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private Process Start(Dictionary<string, string> environment, params string[] args)
    {
        string[] command = ["dotnet", "exec", typeof(CommandLine).Assembly.Location, .. args];
        // A test run that a script started in the background ignores interrupts, and its children would inherit that.
        string[] whole = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. command] : command;
        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            WorkingDirectory = _place.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[CacheFolder.Variable] = _place.PathOf("cache");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }
}
