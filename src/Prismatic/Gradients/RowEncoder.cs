using Prismatic.Data;
using Prismatic.Text;

namespace Prismatic.Gradients;

/// <summary>A row as token ids.</summary>
/// <param name="Ids">Begin, prompt, line end, response, end.</param>
/// <param name="FirstTarget">Index of the first token that the loss is taken over.</param>
/// <param name="Truncated">Whether tokens were left out to keep to the limit.</param>
public readonly record struct EncodedRow(int[] Ids, int FirstTarget, bool Truncated)
{
    /// <summary>Terms of the loss.</summary>
    public int TargetCount => Ids.Length - FirstTarget;
}

/// <summary>Turns rows into token ids within a limit.</summary>
/// <param name="tokenizer">From text to ids.</param>
/// <param name="maxTokens">Most ids of a row, special ones included.</param>
/// <param name="mask">Where the loss is taken.</param>
/// <param name="window">Most targets of a row; what stands behind the last one is not read. Null for all.</param>
/// <remarks>
/// A row that is too long keeps the
/// start of its response, and of its prompt the end, at most half the limit: what stands next to each other matters most.
/// </remarks>
public sealed class RowEncoder(
    Tokenizer tokenizer,
    int maxTokens,
    LossMask mask = LossMask.Response,
    int? window = null
)
{
    /// <summary>An encoder for a model's rows as the options say.</summary>
    public RowEncoder(Tokenizer tokenizer, GradientOptions options)
        : this(tokenizer, options.MaxTokens, options.Mask, options.Window) { }

    /// <summary>Part of the fingerprint: how rows become tokens, and where the loss is taken.</summary>
    public string Fingerprint => $"begin-prompt-newline-response-end/{LossFingerprint}/max-{maxTokens}/v1";

    /// <summary>Where the loss is taken.</summary>
    public string LossFingerprint =>
        (mask == LossMask.AllTokens ? "all-token-loss" : "response-loss") + (window is { } w ? $"/window-{w}" : "");

    /// <summary>The same, for people.</summary>
    public string LossDescription =>
        (mask == LossMask.AllTokens ? "all tokens" : "response tokens where there is a prompt, else all tokens")
        + (window is { } w ? $"; the first {w} of a row" : "");

    /// <summary>Encodes a row that has text.</summary>
    public EncodedRow Encode(TextRow row)
    {
        var encoded = EncodeWhole(row);
        var first = mask == LossMask.AllTokens ? 1 : encoded.FirstTarget;
        // In a causal model nothing behind the last target bears on the loss.
        return window is { } targets && encoded.Ids.Length > first + targets
            ? new EncodedRow(encoded.Ids[..(first + targets)], first, encoded.Truncated)
            : encoded with
            {
                FirstTarget = first,
            };
    }

    private EncodedRow EncodeWhole(TextRow row)
    {
        var response = tokenizer.Encode(row.Response);
        if (row.Prompt.Length == 0)
        {
            return Join([], response, maxTokens - 1);
        }
        var prompt = tokenizer.Encode(row.Prompt + "\n");
        var space = maxTokens - 1;
        var promptSpace = Math.Min(prompt.Count, Math.Max(space / 2, space - response.Count - 1));
        return Join(prompt, response, space, promptSpace);
    }

    private EncodedRow Join(IReadOnlyList<int> prompt, IReadOnlyList<int> response, int space, int promptSpace = 0)
    {
        var responseSpace = Math.Min(response.Count, space - promptSpace);
        var whole = responseSpace == response.Count && promptSpace + responseSpace < space;
        var ids = new int[1 + promptSpace + responseSpace + (whole ? 1 : 0)];
        ids[0] = tokenizer.BeginId;
        for (var i = 0; i < promptSpace; i++)
        {
            ids[1 + i] = prompt[prompt.Count - promptSpace + i];
        }
        for (var i = 0; i < responseSpace; i++)
        {
            ids[1 + promptSpace + i] = response[i];
        }
        if (whole)
        {
            ids[^1] = tokenizer.EndId;
        }
        var truncated = responseSpace < response.Count || promptSpace < prompt.Count;
        return new EncodedRow(ids, 1 + promptSpace, truncated);
    }
}
