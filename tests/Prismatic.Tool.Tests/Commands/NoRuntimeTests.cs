using System.Text.Json;
using Prismatic.Onnx;
using Prismatic.Tests.Onnx;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Platforms that ONNX Runtime has no library for: what needs no model works, and the rest says where it would.</summary>
public sealed class NoRuntimeTests : IDisposable
{
    private static readonly RuntimeCalls _missing = OtherMachines.CannotStart(
        new DllNotFoundException("Unable to load shared library 'onnxruntime' or one of its dependencies. Looked in /x")
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-none-").FullName;
    private readonly string _data;

    public NoRuntimeTests()
    {
        _data = Path.Combine(_folder, "rows.jsonl");
        string[] things = ["tides", "ships", "bread", "rivers", "clocks"];
        File.WriteAllLines(
            _data,
            Enumerable
                .Range(0, 60)
                .Select(i => $$"""{"text": "Tell me about {{things[i % 5]}} number {{i / 5 * i}}."}""")
        );
    }

    [Fact]
    public async Task Audit_by_words_gives_the_same_numbers()
    {
        var (with, without) = (Path.Combine(_folder, "with.json"), Path.Combine(_folder, "without.json"));
        Assert.Equal(ExitCode.Pass, (await Run.PrismaticAsync(Audit(with))).Code);
        var run = await Run.PrismaticAsync(_missing, Audit(without));
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("ONNX Runtime is not to be had here; ", run.Error, StringComparison.Ordinal);
        Assert.Equal(ScoreOf(with), ScoreOf(without), 0.1);
    }

    [Fact]
    public async Task Filter_by_words_keeps_as_many_rows()
    {
        var kept = Path.Combine(_folder, "kept.parquet");
        var run = await Run.PrismaticAsync(
            _missing,
            "filter",
            _data,
            "-o",
            kept,
            "--keep",
            "20",
            "--features",
            "ngrams"
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("Kept 20 rows, dropped 40", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("doctor")]
    public async Task What_needs_a_model_says_which_platforms_have_gradients(string command)
    {
        var run = await Run.PrismaticAsync(_missing, command == "audit" ? [command, _data] : [command]);
        Assert.Equal(ExitCode.Environment, run.Code);
        var said = run.Out + run.Error;
        Assert.Contains(
            "ONNX Runtime cannot start: Unable to load shared library 'onnxruntime' or one of its dependencies. Models need it: "
                + "its library is there for Linux x64 and arm64 (glibc), macOS arm64, Windows x64 and arm64",
            said,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("/x", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_was_asked_for_by_name_is_not_replaced()
    {
        var run = await Run.PrismaticAsync(_missing, [.. Audit("r.json"), "--device", "directml"]);
        Assert.Equal(ExitCode.Environment, run.Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Audit(string json) =>
        ["audit", _data, "--features", "ngrams", "--json", json, "--html", Path.Combine(_folder, "page.html")];

    private static double ScoreOf(string report)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        return json.RootElement.GetProperty("views")[0].GetProperty("vendi").GetProperty("order1").GetDouble();
    }
}
