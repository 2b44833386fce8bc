using Prismatic.Data;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Commands with a model: a small random one, since what is tested is the way, not the quality.</summary>
public sealed class GradientTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly string _model;

    public GradientTests() => _model = _place.Model();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Audit_shows_its_views_side_by_side()
    {
        var run = await Run.PrismaticAsync(
            "audit",
            Workplace.Sample,
            "--sample",
            "60",
            "--model",
            _model,
            "--max-tokens",
            "64",
            "--html",
            _place.PathOf("r.html"),
            "--json",
            _place.PathOf("r.json")
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        var report = ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json")));
        Assert.Equal(["ngrams", "hidden", "gradients"], report.Views.Select(view => view.Name));
        var known = report.Views[2].Familiarity!;
        // An untrained model is as surprised as a guess among 258 ids, ln 258 = 5.55.
        Assert.InRange(known.MeanLoss, 5.0, 6.2);
        Assert.InRange(known.TruncatedShare, 0.5, 1.0);
        Assert.Null(report.Views[0].Familiarity);
        Assert.Contains("gradients", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_with_gradients_are_the_same_bytes_for_any_number_of_threads()
    {
        foreach (var threads in new[] { "1", "3" })
        {
            var run = await Run.PrismaticAsync(
                "gradients",
                Workplace.Sample,
                "--sample",
                "40",
                "--model",
                _model,
                "--max-tokens",
                "48",
                "--threads",
                threads,
                "-o",
                _place.PathOf($"{threads}.parquet")
            );
            Assert.Equal(ExitCode.Pass, run.Code);
        }
        Assert.Equal(File.ReadAllBytes(_place.PathOf("1.parquet")), File.ReadAllBytes(_place.PathOf("3.parquet")));
    }

    [Fact]
    public async Task Gradients_writes_a_vector_for_every_row_with_text()
    {
        var data = _place.Texts("few.jsonl", ["one row", null, "another row", "", "the third"]);
        var output = _place.PathOf("v.parquet");
        var run = await Run.PrismaticAsync("gradients", data, "--text", "text", "--model", _model, "-o", output);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(output + "\n", run.Out);
        Assert.Contains("3 of 5 rows; 1 null and 1 empty left out", run.Error, StringComparison.Ordinal);
        await using var file = File.OpenRead(output);
        await using var reader = await Parquet.ParquetReader.CreateAsync(file);
        Assert.Equal(["row", "loss", "gradient"], reader.Schema.Fields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(3, group.RowCount);
    }

    [Fact]
    public async Task Filter_chooses_by_gradients()
    {
        var output = _place.PathOf("kept.parquet");
        var data = _place.Texts(
            "data.jsonl",
            Enumerable.Range(0, 80).Select(i => i < 60 ? $"the same words {i}" : $"{i * i} other {i}")
        );
        var run = await Run.PrismaticAsync(
            "filter",
            data,
            "--text",
            "text",
            "--model",
            _model,
            "-o",
            output,
            "--keep",
            "25%"
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(20, DatasetReader.Open([output]).RowCountHint);
        Assert.Equal(60, DatasetReader.Open([_place.PathOf("kept.dropped.parquet")]).RowCountHint);
    }

    [Fact]
    public async Task Long_work_is_announced_with_an_estimate()
    {
        var data = _place.Texts("many.jsonl", Enumerable.Range(0, 400).Select(i => $"row {i}"));
        var run = await Run.PrismaticAsync(
            "audit",
            data,
            "--text",
            "text",
            "--model",
            _model,
            "--features",
            "gradients",
            "--html",
            _place.PathOf("r.html")
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Matches(@"400 rows, about [\d.]+ k tokens: about \d+ s at [\d,]+ tokens/s\n", run.Error);
    }

    [Fact]
    public async Task Inspect_lists_the_layers_and_the_cost()
    {
        var run = await Run.PrismaticAsync("model", "inspect", _model);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("layers probed:    14", run.Out, StringComparison.Ordinal);
        Assert.Contains("32 x 48", run.Out, StringComparison.Ordinal);
        Assert.Contains("every operator has a gradient rule", run.Out, StringComparison.Ordinal);
        Assert.Contains("operator sets:    ai.onnx 17", run.Out, StringComparison.Ordinal);
        Assert.Contains("tokenizer:        byte-level BPE of this tool", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"trial: +one row of 128 tokens, [\d,]+ tokens/s; [\d,]+ MB", run.Out);
    }

    [Fact]
    public async Task Inspect_looks_at_a_model_whose_tokenizer_is_missing_and_says_so_in_the_end()
    {
        File.Delete(Path.Combine(_model, "tokenizer.bpe"));
        var run = await Run.PrismaticAsync("model", "inspect", _model);
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains("layers probed:    14", run.Out, StringComparison.Ordinal);
        Assert.Contains("tokenizer.bpe", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tokenizer_of_another_model_is_an_input_fault()
    {
        File.Copy(
            Path.Combine(Golden.Root, "tests", "data", "models", "tiny-llama.onnx"),
            Path.Combine(_model, "model.onnx"),
            overwrite: true
        );
        var run = await AuditWithModelAsync();
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains("do not belong together", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_tokenizer_is_an_input_fault()
    {
        File.Delete(Path.Combine(_model, "tokenizer.bpe"));
        var run = await AuditWithModelAsync();
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains("tokenizer.bpe", run.Error, StringComparison.Ordinal);
    }

    private Task<Run> AuditWithModelAsync() =>
        Run.PrismaticAsync("audit", Workplace.Sample, "--model", _model, "--html", _place.PathOf("r.html"));
}
