using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

/// <summary>Sets of answers made in code, with vectors made of their meaning rather than their words.</summary>
internal static class AnswerCase
{
    public static Response Answer(int prompt, int model, string text, double weight = 1) =>
        new()
        {
            Prompt = prompt,
            Model = model,
            Text = text,
            Weight = weight,
        };

    public static ResponseSet Set(params Response[] responses) =>
        new(
            [
                .. Enumerable
                    .Range(0, 1 + responses.Select(r => r.Prompt).DefaultIfEmpty(-1).Max())
                    .Select(p => $"prompt {p}"),
            ],
            [
                .. Enumerable
                    .Range(0, 1 + responses.Select(r => r.Model).DefaultIfEmpty(-1).Max())
                    .Select(m => $"model {m}"),
            ],
            responses
        );

    /// <summary>Every prompt answered by every model, <paramref name="samples"/> times.</summary>
    public static ResponseSet Full(int prompts, int models, int samples, Func<int, int, int, string> text) =>
        Set([
            .. from p in Enumerable.Range(0, prompts)
            from m in Enumerable.Range(0, models)
            from s in Enumerable.Range(0, samples)
            select Answer(p, m, text(p, m, s)),
        ]);

    public static FeatureSpace Space(Matrix rows) =>
        new()
        {
            Name = "test",
            Rows = rows,
            RowIndices = [.. Enumerable.Range(0, rows.RowCount).Select(row => (long)row)],
            Fingerprint = "test",
            Parameters = new Dictionary<string, string>(),
        };

    /// <summary>One axis for each different text: equal texts have cosine 1, others 0.</summary>
    public static FeatureSpace ByText(ResponseSet set)
    {
        string[] texts = [.. set.Responses.Select(response => response.Text).Distinct()];
        var rows = new Matrix(set.Responses.Count, Math.Max(1, texts.Length));
        for (var i = 0; i < rows.RowCount; i++)
        {
            rows[i][Array.IndexOf(texts, set.Responses[i].Text)] = 1;
        }
        return Space(rows);
    }

    /// <summary>Random directions.</summary>
    public static FeatureSpace Random(ResponseSet set, int dimension, ulong seed)
    {
        var random = new Pcg32(seed);
        var rows = new Matrix(set.Responses.Count, dimension);
        for (var i = 0; i < rows.RowCount; i++)
        {
            foreach (ref var value in rows[i])
            {
                value = (float)random.NextGaussian();
            }
            Matrix.NormaliseRow(rows[i]);
        }
        return Space(rows);
    }

    public static Task<HomogeneityResult> Run(
        ResponseSet set,
        FeatureSpace? space = null,
        Equivalence? equivalence = null,
        HomogeneityOptions? options = null
    ) =>
        HomogeneityAudit.RunAsync(
            set,
            space ?? ByText(set),
            equivalence ?? Equivalence.Exact(set),
            options,
            TestContext.Current.CancellationToken
        );
}
