using McMaster.Extensions.CommandLineUtils;
using Parquet;
using Parquet.Schema;

namespace Prismatic.Trainer.Samples;

/// <summary>Writes the sample data set that the README audits.</summary>
[Command("sample", Description = "Write docs/samples/word-problems.parquet.")]
public sealed class SampleCommand
{
    [Option("-o|--output <FILE>", Description = "Where to.")]
    public string Output { get; set; } = "docs/samples/word-problems.parquet";

    public async Task<int> OnExecuteAsync()
    {
        await WriteAsync(Output);
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
