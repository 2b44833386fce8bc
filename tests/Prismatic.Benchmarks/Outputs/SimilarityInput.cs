using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Whose rows they are, by prompt, then model.</summary>
internal sealed record SimilarityPlaces(
    [property: JsonPropertyName("prompt")] int[] Prompt,
    [property: JsonPropertyName("model")] int[] Model
)
{
    public ResponseSet Set() =>
        new(
            [.. Enumerable.Range(0, Prompt.Max() + 1).Select(p => $"{p}")],
            [.. Enumerable.Range(0, Model.Max() + 1).Select(m => $"{m}")],
            [
                .. Prompt.Zip(
                    Model,
                    (prompt, model) =>
                        new Response
                        {
                            Prompt = prompt,
                            Model = model,
                            Text = "x",
                        }
                ),
            ]
        );
}

/// <summary>Unit rows and their places as files that both sides read.</summary>
internal sealed class SimilarityInput : IDisposable
{
    private const int Header = 128;
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-outputs-").FullName;

    private SimilarityInput(Matrix rows, SimilarityPlaces places)
    {
        PeerDriver.WriteNpy(Rows, rows);
        File.WriteAllText(Places, JsonSerializer.Serialize(places));
    }

    public string Rows => Path.Combine(_folder, "rows.npy");

    public string Places => Path.Combine(_folder, "places.json");

    /// <summary>N-grams of AlpacaEval's answers to the prompts that every model answered with something.</summary>
    public static SimilarityInput Alpaca()
    {
        var set = OutputSets.Read("alpacaeval_*.json.gz");
        var space = OutputSets.NGrams(set);
        int[] models = [.. Enumerable.Range(0, set.Models.Count)];
        int[] complete =
        [
            .. Enumerable
                .Range(0, set.Prompts.Count)
                .Where(p =>
                    models.All(m => set.Of(p, m) is [var only] && !string.IsNullOrWhiteSpace(set.Responses[only].Text))
                ),
        ];
        var rows = new Matrix(complete.Length * models.Length, space.Rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            space.Rows[set.Of(complete[i / models.Length], i % models.Length)[0]].CopyTo(rows[i]);
        }
        return new SimilarityInput(rows, PlacesOf(complete.Length, models.Length, 1));
    }

    /// <summary>Rows that have a part of their prompt, one of their model and one of their own, 1,024 numbers each.</summary>
    public static SimilarityInput Made(int prompts, int models, int samples)
    {
        const int Dimension = 1024;
        var places = PlacesOf(prompts, models, samples);
        var rows = new Matrix(prompts * models * samples, Dimension);
        for (var i = 0; i < rows.RowCount; i++)
        {
            var random = new Pcg32(1, (ulong)i);
            var (prompt, model) = (new Pcg32(2, (ulong)places.Prompt[i]), new Pcg32(3, (ulong)places.Model[i]));
            foreach (ref var value in rows[i])
            {
                value = (float)(random.NextGaussian() + prompt.NextGaussian() + (0.5 * model.NextGaussian()));
            }
            Matrix.NormaliseRow(rows[i]);
        }
        return new SimilarityInput(rows, places);
    }

    public static Matrix ReadNpy(string path)
    {
        using var stream = File.OpenRead(path);
        var header = new byte[Header];
        stream.ReadExactly(header);
        string[] shape = System.Text.Encoding.ASCII.GetString(header).Split('(', ')')[1].Split(',');
        var rows = new Matrix(int.Parse(shape[0]), int.Parse(shape[1]));
        for (var i = 0; i < rows.RowCount; i++)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(rows[i]));
        }
        return rows;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SimilarityPlaces PlacesOf(int prompts, int models, int samples)
    {
        var all = prompts * models * samples;
        return new SimilarityPlaces(
            [.. Enumerable.Range(0, all).Select(i => i / samples / models)],
            [.. Enumerable.Range(0, all).Select(i => i / samples % models)]
        );
    }
}
