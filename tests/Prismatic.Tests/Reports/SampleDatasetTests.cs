using Prismatic.Data;
using Prismatic.Trainer.Samples;

namespace Prismatic.Tests.Reports;

public sealed class SampleDatasetTests
{
    [Fact]
    public async Task The_committed_sample_is_what_its_generator_writes()
    {
        var path = Path.Combine(ReportSchemaTests.Root(), "docs", "samples", "word-problems.parquet");
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            await SampleCommand.WriteAsync(path);
        }
        var rows = new List<SampleRow>();
        await foreach (var row in DatasetReader.Open([path]).ReadAsync())
        {
            rows.Add(new SampleRow(row.Prompt, row.State == TextState.Null ? null : row.Response));
        }
        Assert.Equal(SampleDataset.Rows(), rows);
        Assert.InRange(rows.Count, 400, 600);
        Assert.InRange(new FileInfo(path).Length, 1, 200_000);
    }

    [Fact]
    public void The_committed_answers_are_what_their_generator_writes()
    {
        var path = Path.Combine(ReportSchemaTests.Root(), "docs", "samples", "answers.jsonl");
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            File.WriteAllText(path, SampleAnswers.Lines());
        }
        Assert.Equal(SampleAnswers.Lines(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
