using Prismatic.Reports;
using Prismatic.Tests.Encoders;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Commands with a sentence encoder.</summary>
public sealed class EncoderTests : IDisposable
{
    private static readonly string[] Words = ["the old boat", "two red cats", "a dog ran", "one river", "green, blue"];
    private readonly Workplace _place = new();
    private readonly List<IDisposable> _folders = [];

    public void Dispose()
    {
        _folders.ForEach(folder => folder.Dispose());
        _place.Dispose();
    }

    [Fact]
    public async Task An_encoder_stands_for_meaning_and_the_report_says_which()
    {
        var folder = Folder();
        var run = await Run.PrismaticAsync([
            "audit",
            Rows(60),
            "--encoder",
            folder.Path,
            "--model",
            _place.Model(),
            "--max-tokens",
            "40",
            .. Outputs("r"),
        ]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        var report = Report("r");
        Assert.Equal(["ngrams", "encoder", "gradients"], report.Views.Select(view => view.Name));
        var view = report.Views[1];
        Assert.Equal("mean of last_hidden_state", view.Parameters["pooling"]);
        Assert.Equal(("40", "8"), (view.Parameters["max tokens"], view.Parameters["dimension"]));
        Assert.Contains("WordPiece", view.Parameters["tokenizer"], StringComparison.Ordinal);
        Assert.Equal((60, 8), (view.Rows, view.Dimensions));
        var name = Path.GetFileName(folder.Path);
        Assert.Equal((name, "auto"), (report.Reproduce.Parameters["encoder"], report.Reproduce.Parameters["pooling"]));
        Assert.Contains("encoder", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(
            folder.Path,
            ReportJson.Write(report with { Reproduce = Unnamed }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rows_that_the_encoder_cannot_tell_apart_are_of_one_meaning_and_clusters_have_labels()
    {
        // Words it does not know are all one to it: rows with different ones mean the same to it.
        string[] texts =
        [
            .. Enumerable.Range(0, 60).Select(i => $"{Words[i % 5]} {Words[i / 5 % 5]} {Words[(i / 25) + 1]}"),
            "the old boat ran qqqq",
            "the old boat ran wwww",
            "the old boat ran vvvv",
        ];
        var run = await PassesAsync([
            "audit",
            _place.Texts("rows.jsonl", texts),
            "--text",
            "text",
            "--encoder",
            Folder().Path,
            "--features",
            "ngrams,encoder",
            .. Outputs("r"),
        ]);
        var report = Report("r");
        var meaning = report.Meaning!;
        Assert.Equal(("encoder", 0.8, 63), (meaning.View, meaning.Threshold, meaning.ComparedRows));
        Assert.True(meaning.Rows >= 2);
        Assert.Contains(
            "last_hidden_state, 8 numbers a row, at most 64 tokens",
            meaning.Source,
            StringComparison.Ordinal
        );
        Assert.Contains("of one meaning", run.Out, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(_place.PathOf("r.html"));
        Assert.Contains("<h2 id=\"meaning\">Meaning</h2>", page, StringComparison.Ordinal);
        Assert.All(
            report.Views,
            view => Assert.Equal((63, 5), (view.Clusters.Spread!.Rows, view.Clusters.Spread.Draws))
        );
        Assert.Contains(report.Views[0].Clusters.Largest, cluster => cluster.Terms.Count > 0);
    }

    [Fact]
    public async Task Threads_and_cache_change_no_byte_and_pooling_changes_the_fingerprint()
    {
        var folder = Folder();
        string[] args = ["audit", Rows(300), "--encoder", folder.Path, "--features", "encoder"];
        string[] cache = ["--cache", _place.PathOf("cache")];
        await PassesAsync([.. args, "--threads", "1", .. Outputs("one")]);
        await PassesAsync([.. args, "--threads", "3", .. cache, .. Outputs("three")]);
        var again = await PassesAsync([.. args, .. cache, .. Outputs("again")]);
        await PassesAsync([.. args, "--pooling", "cls", .. Outputs("cls")]);
        Assert.Contains("vectors from the cache, 0 computed", again.Error, StringComparison.Ordinal);
        var one = Report("one") with { Reproduce = Unnamed };
        Assert.Equal(ReportJson.Write(one), ReportJson.Write(Report("three") with { Reproduce = Unnamed }));
        Assert.Equal(ReportJson.Write(one), ReportJson.Write(Report("again") with { Reproduce = Unnamed }));
        Assert.NotEqual(one.Views[0].Fingerprint, Report("cls").Views[0].Fingerprint);
    }

    [Fact]
    public async Task Filter_selects_in_the_space_of_an_encoder()
    {
        var run = await Run.PrismaticAsync([
            "filter",
            Rows(80),
            "--encoder",
            Folder().Path,
            "--features",
            "encoder+ngrams",
            "--keep",
            "20",
            "-o",
            _place.PathOf("kept.parquet"),
            "--json",
            _place.PathOf("f.json"),
        ]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        Assert.Equal(20, Report("f").Filter!.KeptRows);
    }

    [Theory]
    [InlineData("one row")]
    [InlineData("identical")]
    [InlineData("ten megabytes")]
    [InlineData("odd characters")]
    public async Task Odd_rows_are_measured(string what)
    {
        string[] texts = what switch
        {
            "one row" => ["the old boat"],
            "identical" => [.. Enumerable.Repeat("the old boat", 40)],
            "ten megabytes" => [string.Concat(Enumerable.Repeat("the old boat ", 800_000)), "a", "one river"],
            _ => ["\u202eboat\u0000", "e\u0301\u0301\u0301", "\ufffd\ufffe", "\u200b", "\ud83d\ude00 \u05d0\u05d1 cat"],
        };
        var run = await PassesAsync([
            "audit",
            _place.Texts("odd.jsonl", texts),
            "--text",
            "text",
            "--encoder",
            Folder().Path,
            "--features",
            "encoder",
            .. Outputs("r"),
        ]);
        Assert.DoesNotContain('\0', run.Out);
        Assert.All(Report("r").Views, view => Assert.InRange(view.Vendi.Order1, 1, texts.Length + 0.01));
    }

    [Fact]
    public async Task An_encoder_that_no_view_asks_for_is_left_alone()
    {
        var run = await PassesAsync([
            "audit",
            Rows(20),
            "--encoder",
            _place.PathOf("nowhere"),
            "--features",
            "ngrams",
            .. Outputs("r"),
        ]);
        Assert.Contains("--encoder is not needed", run.Error, StringComparison.Ordinal);
        Assert.Equal("not used", Report("r").Reproduce.Parameters["encoder"]);
    }

    [Theory]
    [InlineData("--features", "encoder")]
    [InlineData("--features", "ngrams+encoder")]
    [InlineData("--pooling", "cls")]
    [InlineData("--encoder", "x", "--pooling", "sideways")]
    public async Task Options_that_do_not_go_together_are_a_usage_fault(params string[] options)
    {
        var run = await Run.PrismaticAsync(["audit", Rows(5), .. options, .. Outputs("r")]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(options[^1] == "sideways" ? "pooling" : "--encoder", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing there", "nowhere")]
    [InlineData("an empty folder", "no .onnx file")]
    [InlineData("a language model", "no sentence encoder")]
    [InlineData("a classifier", "no sentence encoder")]
    [InlineData("no tokenizer", "there is no tokenizer")]
    [InlineData("a foreign tokenizer", "do not belong together")]
    [InlineData("no numbers", "not finite")]
    [InlineData("no room", "tokens around a text")]
    public async Task An_encoder_that_is_none_ends_in_one_line(string what, string told)
    {
        var run = await Run.PrismaticAsync([
            "audit",
            Rows(5),
            "--encoder",
            Encoder(what),
            "--features",
            "encoder",
            "--no-progress",
            .. Outputs("r"),
        ]);
        Assert.True(run.Code is ExitCode.Input or ExitCode.Usage, run.Error);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(told, lines[^1], StringComparison.Ordinal);
        Assert.StartsWith("prismatic: error: ", lines[^1], StringComparison.Ordinal);
        Assert.Single(lines, line => line.Contains("error", StringComparison.Ordinal));
        Assert.DoesNotContain("r.html", _place.Names);
    }

    private string Encoder(string what)
    {
        switch (what)
        {
            case "nothing there":
                return _place.PathOf("nowhere");
            case "an empty folder":
                return Directory.CreateDirectory(_place.PathOf("empty")).FullName;
            case "a language model":
                return _place.Model();
            case "a classifier":
                return Folder(new TinyShape { Tokens = null, Labels = 3 }).Path;
            case "no numbers":
                return Folder(new TinyShape { IsBroken = true }).Path;
            case "no room":
                return Folder().Write("sentence_bert_config.json", "{\"max_seq_length\":2}").Path;
            case "a foreign tokenizer":
                return Folder().Write("config.json", "{\"vocab_size\":6}").Path;
            default:
                var folder = Folder();
                File.Delete(Path.Combine(folder.Path, "vocab.txt"));
                return folder.Path;
        }
    }

    private EncoderFolder Folder(TinyShape? shape = null)
    {
        var folder = new EncoderFolder(shape).Write("config.json", "{\"max_position_embeddings\":64}");
        _folders.Add(folder);
        return folder;
    }

    private string Rows(int count) =>
        _place.Texts(
            $"rows{count}.jsonl",
            Enumerable.Range(0, count).Select(i => $"{Words[i % 5]} {Words[i / 5 % 5]} {Words[i / 25 % 5]} {i % 7}")
        );

    private string[] Outputs(string name) =>
        ["--json", _place.PathOf($"{name}.json"), "--html", _place.PathOf($"{name}.html")];

    private Report Report(string name) => ReportJson.Read(File.ReadAllText(_place.PathOf($"{name}.json")));

    private static async Task<Run> PassesAsync(string[] args)
    {
        var run = await Run.PrismaticAsync(args);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        return run;
    }

    private static Reproduction Unnamed => new() { CommandLine = "", Parameters = new Dictionary<string, string>() };
}
