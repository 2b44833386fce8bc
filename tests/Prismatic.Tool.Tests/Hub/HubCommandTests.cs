using System.Diagnostics;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Commands;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>Whole commands against the local hub.</summary>
public sealed class HubCommandTests : HubFixture
{
    private static readonly string Proxy = Path.Combine(Golden.Root, "src", "Prismatic", "Gradients", "Proxy");
    private readonly Workplace _place = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Hub.Add("default/train/0000.parquet", await File.ReadAllBytesAsync(Workplace.Sample));
        foreach (var name in new[] { "model.onnx", "tokenizer.bpe", "reference.bin" })
        {
            Hub.Add(name, await File.ReadAllBytesAsync(Path.Combine(Proxy, name)));
        }
        Hub.Add("config.json", "{}"u8.ToArray(), large: false);
        Hub.Add("onnx/model_q4.onnx", Bytes(100));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Audit_takes_data_and_model_by_name_and_the_report_pins_both()
    {
        var (plain, _) = await AuditAsync(Workplace.Sample, []);
        var (report, run) = await AuditAsync("hf://datasets/owner/rows", ["--model=hf://owner/proxy"]);
        // The same rows through the same model: only where they came from differs.
        Assert.Equal(plain.Views.Select(v => (v.Name, v.Vendi)), report.Views.Select(v => (v.Name, v.Vendi)));
        Assert.Equal(plain.Views.Select(v => v.Fingerprint), report.Views.Select(v => v.Fingerprint));
        var (data, model) = (
            $"hf://datasets/owner/rows@{LocalHub.Commit}/default/train",
            $"hf://owner/proxy@{LocalHub.Commit}/model.onnx"
        );
        Assert.Equal(data, report.Reproduce.Parameters["data from the hub"]);
        Assert.Equal(model, report.Reproduce.Parameters["model"]);
        Assert.Contains($" {data} --model={model} ", report.Reproduce.CommandLine, StringComparison.Ordinal);
        Assert.Contains(LocalHub.Commit, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Hub.Requests, r => r.Path.Contains("q4", StringComparison.Ordinal));

        Hub.Requests.Clear();
        var (again, _) = await AuditAsync(data, ["--model", model, "--offline"]);
        Assert.Empty(Hub.Requests);
        Assert.Equal(report.Views.Select(v => v.Vendi), again.Views.Select(v => v.Vendi));
    }

    [Fact]
    public async Task Audit_takes_an_encoder_by_name_with_what_says_how_it_pools()
    {
        using var encoder = new Prismatic.Tests.Encoders.EncoderFolder();
        foreach (var name in new[] { "model.onnx", "vocab.txt" })
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(encoder.Path, name));
            Hub.Add($"{(name == "model.onnx" ? "onnx/" : "")}{name}", bytes);
        }
        Hub.Add("1_Pooling/config.json", "{\"pooling_mode_cls_token\":true}"u8.ToArray(), large: false);
        Hub.Add("sentence_bert_config.json", "{\"max_seq_length\":20}"u8.ToArray(), large: false);
        var (report, _) = await AuditAsync(
            Workplace.Sample,
            ["--encoder", "hf://owner/other/onnx/model.onnx", "--features", "encoder"]
        );
        Assert.Equal("cls of last_hidden_state", report.Views[0].Parameters["pooling"]);
        Assert.Equal("20", report.Views[0].Parameters["max tokens"]);
        Assert.Equal($"hf://owner/other@{LocalHub.Commit}/onnx/model.onnx", report.Reproduce.Parameters["encoder"]);
    }

    [Fact]
    public async Task Filter_takes_rows_and_pool_by_name()
    {
        var run = await PrismaticAsync([
            "filter",
            "hf://datasets/owner/rows",
            "--pool",
            "hf://datasets/owner/rows/default/train",
            "-o",
            _place.PathOf("k.parquet"),
            "--keep",
            "5",
            "--features",
            "ngrams",
        ]);
        Assert.NotEqual(ExitCode.Usage, run.Code);
        Assert.Contains("all in the cache", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_takes_a_model_by_name()
    {
        var run = await PrismaticAsync(["model", "inspect", "hf://owner/proxy@main/model.onnx"]);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("every operator has a gradient rule", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenizer_and_configuration_are_found_a_folder_above_the_model()
    {
        Hub.Add("onnx/model.onnx", await File.ReadAllBytesAsync(Path.Combine(Proxy, "model.onnx")));
        Hub.Add("tokenizer.json", """{"model":{"type":"BPE","vocab":{"a":0,"b":1,"c":2},"merges":[]}}"""u8.ToArray());
        Hub.Add("tokenizer_config.json", """{"eos_token":"c"}"""u8.ToArray(), large: false);
        var run = await PrismaticAsync(["model", "inspect", "hf://owner/other/onnx/model.onnx"]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        Assert.Contains("tokenizer:        BPE, 3 pieces", run.Out, StringComparison.Ordinal);
        Assert.Contains("chat template:    plain", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("filter")]
    public async Task A_model_that_is_not_needed_is_not_downloaded(string command)
    {
        var json = _place.PathOf("r.json");
        List<string> args = [command, Workplace.Sample, "--features", "ngrams", "--model", "hf://owner/proxy"];
        args.AddRange(["--json", json, "--html", _place.PathOf("r.html"), "--verbose"]);
        args.AddRange(command == "audit" ? ["--sample", "30"] : ["--keep", "5", "-o", _place.PathOf("k.parquet")]);
        var run = await PrismaticAsync([.. args]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        Assert.Empty(Hub.Requests);
        Assert.Contains("--model is not needed", run.Error, StringComparison.Ordinal);
        Assert.Equal("not used", ReportJson.Read(await File.ReadAllTextAsync(json)).Reproduce.Parameters["model"]);
    }

    [Fact]
    public async Task A_cancelled_command_says_that_what_has_arrived_stays()
    {
        const int First = 20_000;
        using var stop = new CancellationTokenSource();
        Hub.BreakAfter.Enqueue(First);
        Hub.Broken = async context =>
        {
            while (
                !Directory
                    .EnumerateFiles(Home, "*.incomplete", SearchOption.AllDirectories)
                    .Any(f => new FileInfo(f).Length == First)
            )
            {
                await Task.Yield();
            }
            await stop.CancelAsync();
            context.Abort();
        };
        var run = await Run.PrismaticAsync(() => Settings(), stop.Token, "audit", "hf://datasets/owner/rows");
        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Contains("20.0 kB of", run.Error, StringComparison.Ordinal);
        Assert.Contains("stay in the cache; the next run goes on from there", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("prismatic: cancelled; no file was written\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        ExitCode.Environment,
        "not in the cache",
        "audit",
        "hf://datasets/owner/rows",
        "--offline",
        "--verbose"
    )]
    [InlineData(ExitCode.Input, "not found on", "audit", "hf://datasets/owner/rows@nowhere", "--verbose")]
    [InlineData(ExitCode.Usage, "hf://datasets/OWNER/NAME", "audit", "hf://owner/rows", "--verbose")]
    [InlineData(ExitCode.Usage, "hf://OWNER/NAME", "audit", "x.parquet", "--model", "hf://name", "--verbose")]
    [InlineData(
        ExitCode.Input,
        "there is no split 'tset'",
        "audit",
        "hf://datasets/owner/rows/default/tset",
        "--verbose"
    )]
    public async Task Faults_end_with_one_line_and_their_code(ExitCode code, string expected, params string[] args)
    {
        var run = await PrismaticAsync(args);
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_whether_there_is_a_token_and_not_which()
    {
        var run = await PrismaticAsync(["doctor"]);
        Assert.Contains($"{Hub.Endpoint.Authority}", run.Out, StringComparison.Ordinal);
        Assert.Contains("token: set", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_leaves_a_part_and_the_next_run_fetches_only_the_rest()
    {
        const int First = 20_000;
        var size = (int)new FileInfo(Workplace.Sample).Length;
        Assert.InRange(size, First + 1, int.MaxValue);
        Hub.BreakAfter.Enqueue(First);
        var first = Start("audit", "hf://datasets/owner/rows", "--features", "ngrams");
        Hub.Broken = async context =>
        {
            while (
                !Directory
                    .EnumerateFiles(Home, "*.incomplete", SearchOption.AllDirectories)
                    .Any(f => new FileInfo(f).Length == First)
            )
            {
                await Task.Yield();
            }
            first.Kill();
            await first.WaitForExitAsync();
            context.Abort();
        };
        var told = await first.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(First, Hub.StoredBytesSent);
        using var second = Start("audit", "hf://datasets/owner/rows", "--features", "ngrams", "--verbose");
        told += await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        told += await second.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        first.Dispose();
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(size, Hub.StoredBytesSent);
        var blob = Directory.EnumerateFiles(Path.Combine(Cache, "datasets--owner--rows", "blobs")).Single();
        Assert.Equal(File.ReadAllBytes(Workplace.Sample), await File.ReadAllBytesAsync(blob));
        Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
        Assert.Empty(FilesWith(Secret));
    }

    private async Task<(Report Report, Run Run)> AuditAsync(string data, string[] more)
    {
        var json = _place.PathOf("r.json");
        string[] args =
        [
            "audit",
            data,
            .. more,
            "--sample",
            "30",
            "--max-tokens",
            "64",
            "--json",
            json,
            "--html",
            _place.PathOf("r.html"),
            "--verbose",
        ];
        var run = await PrismaticAsync(args);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        return (ReportJson.Read(await File.ReadAllTextAsync(json)), run);
    }

    private async Task<Run> PrismaticAsync(string[] args)
    {
        var run = await Run.PrismaticAsync(() => Settings(), TestContext.Current.CancellationToken, args);
        Assert.DoesNotContain(Secret, run.Out + run.Error, StringComparison.Ordinal);
        Assert.Empty(FilesWith(Secret));
        Assert.All(
            _place.Names,
            name => Assert.DoesNotContain(Secret, File.ReadAllText(_place.PathOf(name)), StringComparison.Ordinal)
        );
        return run;
    }

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(CommandLine).Assembly.Location, .. args])
        {
            WorkingDirectory = _place.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HF_ENDPOINT"] = Hub.Endpoint.ToString();
        start.Environment["HF_HOME"] = Home;
        start.Environment["HF_TOKEN"] = Secret;
        return Process.Start(start)!;
    }
}
