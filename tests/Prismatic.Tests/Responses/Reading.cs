using Prismatic.Data;
using Prismatic.Responses;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Responses;

/// <summary>Shorthands of the tests that read answers.</summary>
internal static class Reading
{
    public static Task<ResponseRead> Read(ResponseFields? fields, params string[] paths) =>
        ResponseReader.ReadAsync(paths, fields, TestContext.Current.CancellationToken);

    public static Task<ResponseRead> Read(params string[] paths) => Read(null, paths);

    public static async Task<string> Fault(ResponseFields? fields, params string[] paths)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => Read(fields, paths));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.DoesNotContain('\n', fault.Message);
        return fault.Message;
    }

    public static Task<string> Fault(params string[] paths) => Fault(null, paths);

    /// <summary>Every answer as prompt, model and text.</summary>
    public static IEnumerable<(string Prompt, string Model, string Text)> Answers(this ResponseRead read) =>
        read.Set.Responses.Select(answer =>
            (read.Set.Prompts[answer.Prompt], read.Set.Models[answer.Model], answer.Text)
        );

    /// <summary>A Parquet file with a column of texts and one with lists of texts, nulls where there is none.</summary>
    public static async Task WriteLists(string path, string?[] texts, string?[]?[] lists)
    {
        ThriftStruct[] elements =
        [
            ParquetElements.Text("prompt"),
            .. ParquetElements.List("answers", ParquetRepetition.Optional, ParquetElements.Text("element")),
        ];
        var metadata = ParquetElements.Metadata(2, elements);
        var cancellation = TestContext.Current.CancellationToken;
        await using var output = await ParquetOutput.CreateAsync(path, ParquetElements.Root(metadata), cancellation);
        for (var row = 0; row < texts.Length; row++)
        {
            Add(output.Chunks[0], 0, texts[row] is null ? 0 : 1, texts[row]);
            var list = lists[row];
            if (list is null or [])
            {
                Add(output.Chunks[1], 0, list is null ? 0 : 1, null);
                continue;
            }
            for (var i = 0; i < list.Length; i++)
            {
                Add(output.Chunks[1], i == 0 ? 0 : 1, list[i] is null ? 2 : 3, list[i]);
            }
        }
        await output.EndRowsAsync(texts.Length, cancellation);
        await output.CompleteAsync(metadata, cancellation);

        static void Add(ParquetChunkWriter chunk, int repetition, int definition, string? text)
        {
            chunk.AddLevels(repetition, definition);
            if (text is not null)
            {
                chunk.AddText(text);
            }
        }
    }
}
