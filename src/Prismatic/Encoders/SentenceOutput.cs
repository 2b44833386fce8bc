namespace Prismatic.Encoders;

/// <summary>Which of a graph's outputs gives the vector of a text, and how.</summary>
/// <param name="Name">The output.</param>
/// <param name="Pooling">How its tokens are pooled; null where it has one vector a text already.</param>
/// <param name="Width">Numbers of a vector.</param>
internal sealed record SentenceOutput(string Name, Pooling? Pooling, int Width)
{
    private static readonly string[] Whole = ["sentence_embedding", "sentence_embeddings"];
    private static readonly string[] Tokens = ["token_embeddings", "last_hidden_state"];

    /// <summary>Chooses.</summary>
    /// <exception cref="PrismaticException">The model is no sentence encoder, or does more than its graph holds.</exception>
    public static SentenceOutput Choose(EncoderFiles files, EncoderSession session, Pooling asked)
    {
        var outputs = session.Outputs().Where(o => !o.Name.Contains("logits", StringComparison.Ordinal)).ToList();
        var whole = outputs.Where(o => o.Shape.Length == 2).ToList();
        var tokens = outputs.Where(o => o.Shape.Length == 3 && o.Shape[0] == 2).ToList();
        // A graph that ends in one vector a text holds all of its model's modules.
        if (asked == Encoders.Pooling.Auto && Named(whole, Whole, tokens.Count == 0) is { } sentence)
        {
            return new SentenceOutput(sentence.Name, null, (int)sentence.Shape[1]);
        }
        if (Named(tokens, Tokens, true) is not { } states)
        {
            throw new PrismaticException(
                $"{files.Name} is no sentence encoder: its outputs are {Describe(session)}; give a model that was exported for feature "
                    + "extraction, with last_hidden_state, token_embeddings or sentence_embedding"
            );
        }
        if (files.LaterModules is [var module, ..])
        {
            throw new PrismaticException(
                $"{files.Name}: modules.json names the module {EncoderSession.Short(module)}, which this graph does not hold; give an export "
                    + "with the output sentence_embedding"
            );
        }
        var pooling = asked == Encoders.Pooling.Auto ? files.Pooling() ?? Encoders.Pooling.Mean : asked;
        return new SentenceOutput(states.Name, pooling, (int)states.Shape[2]);
    }

    /// <summary>The vector of a text, before it is scaled.</summary>
    /// <param name="result">Of a batch.</param>
    /// <param name="place">Row of the batch.</param>
    /// <param name="length">Ids of the text, without what fills its row up.</param>
    /// <param name="vector">Gets the numbers.</param>
    public void Pool(EncoderSession.Result result, int place, int length, Span<float> vector)
    {
        if (Pooling is not { } pooling)
        {
            result.Values.AsSpan(place * Width, Width).CopyTo(vector);
            return;
        }
        var row = result.Values.AsSpan(place * (int)result.Shape[1] * Width);
        if (pooling != Encoders.Pooling.Mean)
        {
            row.Slice(pooling == Encoders.Pooling.Cls ? 0 : (length - 1) * Width, Width).CopyTo(vector);
            return;
        }
        vector.Clear();
        for (var t = 0; t < length; t++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(vector, row.Slice(t * Width, Width), vector);
        }
        System.Numerics.Tensors.TensorPrimitives.Divide(vector, length, vector);
    }

    private static (string Name, long[] Shape)? Named(
        List<(string Name, long[] Shape)> outputs,
        string[] names,
        bool takesTheOnly
    )
    {
        foreach (var name in names)
        {
            if (outputs.Find(o => o.Name == name) is { Name: not null } found)
            {
                return found;
            }
        }
        return takesTheOnly && outputs.Count == 1 ? outputs[0] : null;
    }

    private static string Describe(EncoderSession session)
    {
        const int Shown = 4;
        var names = session.Outputs().Select(o => $"{EncoderSession.Short(o.Name)} of {o.Shape.Length} axes").ToList();
        return names.Count == 0
            ? "no floats"
            : string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? ", …" : "");
    }
}
