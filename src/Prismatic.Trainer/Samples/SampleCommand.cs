using McMaster.Extensions.CommandLineUtils;
using Parquet;
using Parquet.Schema;

namespace Prismatic.Trainer.Samples;

/// <summary>Writes the samples that the README measures.</summary>
[Command("sample", Description = "Write docs/samples: word-problems.parquet and answers.jsonl.")]
public sealed class SampleCommand
{
    [Option("-o|--output <FILE>", Description = "Where to.")]
    public string Output { get; set; } = "docs/samples/word-problems.parquet";

    [Option("--answers <FILE>", Description = "Where the answers of models go.")]
    public string Answers { get; set; } = "docs/samples/answers.jsonl";

    public async Task<int> OnExecuteAsync()
    {
        await WriteAsync(Output);
        await File.WriteAllTextAsync(Answers, SampleAnswers.Lines());
        return 0;
    }

    /// <summary>The same rows on every machine.</summary>
    public static async Task WriteAsync(string path)
    {
        var rows = SampleDataset.Rows();
        var prompt = new DataField<string>("prompt");
        var response = new DataField<string>("response");
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(prompt, response), file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(prompt, [.. rows.Select(row => row.Prompt)]);
        await group.WriteAsync(response, (IReadOnlyCollection<string>)[.. rows.Select(row => row.Response!)]);
        group.CompleteValidate();
    }
}
