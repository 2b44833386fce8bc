using Prismatic.Benchmarks.Evidence;
using Prismatic.Data;
using Prismatic.Encoders;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>The real answers beside the checkout, and views of them.</summary>
internal static class OutputSets
{
    private static readonly Dictionary<string, (ResponseSet Set, IReadOnlyList<FeatureSpace> Views)> Known = [];

    /// <summary>Answers of the files that match.</summary>
    public static ResponseSet Read(string pattern) =>
        ResponseReader.ReadAsync([Path.Combine(RealRows.Folder, "outputs", pattern)]).GetAwaiter().GetResult().Set;

    /// <summary>
    /// Answers with every view: n-grams, hidden states as they are and less the proxy's reference, an encoder where its folder is given.
    /// Made once, since several tables need them.
    /// </summary>
    public static (ResponseSet Set, IReadOnlyList<FeatureSpace> Views) Open(string pattern, string? encoder)
    {
        if (!Known.TryGetValue(pattern, out var known))
        {
            var set = Read(pattern);
            Known.Add(pattern, known = (set, [.. Views(set, encoder)]));
        }
        return known;
    }

    private static IEnumerable<FeatureSpace> Views(ResponseSet set, string? encoder)
    {
        yield return NGrams(set);
        foreach (var space in Hidden(set))
        {
            yield return space;
        }
        if (encoder is not null)
        {
            using var model = SentenceEncoder.Load(encoder);
            var rows = Rows(set);
            var space = model.ExtractAsync(rows.ToAsyncEnumerable(), rows.Length).GetAwaiter().GetResult();
            yield return space with
            {
                Name = model.Name,
            };
        }
    }

    /// <summary>Counted over all answers.</summary>
    public static FeatureSpace NGrams(ResponseSet set) =>
        NGramFeatures.Of([.. set.Responses.Select(response => response.Text)]);

    /// <summary>Hidden states of the embedded proxy: raw, then centred on the reference that comes with it.</summary>
    public static IEnumerable<FeatureSpace> Hidden(ResponseSet set)
    {
        using var model = new HiddenStateExtractor(ProxyModel.Embedded(), new GradientOptions(), new SessionSettings());
        var rows = Rows(set);
        var raw = model.ExtractAsync(rows.ToAsyncEnumerable(), rows.Length).GetAwaiter().GetResult();
        yield return raw;
        yield return raw with
        {
            Name = "hidden, centred",
            Rows = FeatureTransforms.Centred(raw.Rows, model.Reference!.Values),
        };
    }

    /// <summary>The same texts, dealt anew to the places of all answers of the same model: what prompts do not explain.</summary>
    public static ResponseSet Dealt(ResponseSet set, ulong seed)
    {
        var responses = set.Responses.ToArray();
        foreach (var model in Enumerable.Range(0, set.Models.Count))
        {
            int[] places = [.. Enumerable.Range(0, responses.Length).Where(i => responses[i].Model == model)];
            int[] prompts = [.. places.Select(i => responses[i].Prompt)];
            new Pcg32(seed, (ulong)model).Shuffle<int>(prompts);
            for (var i = 0; i < places.Length; i++)
            {
                responses[places[i]] = responses[places[i]] with { Prompt = prompts[i] };
            }
        }
        return new ResponseSet(set.Prompts, set.Models, responses);
    }

    /// <summary>One model under two names, every other answer to a prompt each: between these there is nothing to find.</summary>
    public static ResponseSet Halved(ResponseSet set)
    {
        var responses = set.Responses.ToArray();
        for (var prompt = 0; prompt < set.Prompts.Count; prompt++)
        {
            foreach (var (sample, place) in set.Of(prompt, 0).Index())
            {
                responses[place] = responses[place] with { Model = sample % 2 };
            }
        }
        return new ResponseSet(set.Prompts, ["a", "b"], responses);
    }

    // A model has nothing to read in a blank answer, and the library measures none.
    private static TextRow[] Rows(ResponseSet set) =>
        [
            .. set
                .Responses.Index()
                .Where(entry => !string.IsNullOrWhiteSpace(entry.Item.Text))
                .Select(entry => new TextRow(entry.Index, "", entry.Item.Text)),
        ];
}
