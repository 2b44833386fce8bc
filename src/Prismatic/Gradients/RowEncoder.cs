using Prismatic.Data;
using Prismatic.Text;

namespace Prismatic.Gradients;

/// <summary>A row as token ids.</summary>
/// <param name="Ids">Begin, prompt, line end, response, end.</param>
/// <param name="FirstTarget">Index of the first token that the loss is taken over.</param>
/// <param name="Truncated">Whether tokens were left out.</param>
public readonly record struct EncodedRow(int[] Ids, int FirstTarget, bool Truncated)
{
    /// <summary>Terms of the loss.</summary>
    public int TargetCount => Ids.Length - FirstTarget;
}

/// <summary>Turns rows into token ids within a limit.</summary>
/// <remarks>
/// The loss is taken over the response where there is a prompt, else over all tokens. A row that is too long keeps the
/// start of its response, and of its prompt the end, at most half the limit: what stands next to each other matters most.
/// </remarks>
public sealed class RowEncoder(Tokenizer tokenizer, int maxTokens)
{
    /// <summary>Part of the fingerprint: how rows become tokens, and where the loss is taken.</summary>
    public string Fingerprint => $"begin-prompt-newline-response-end/response-loss/max-{maxTokens}/v1";

    /// <summary>Encodes a row that has text.</summary>
    public EncodedRow Encode(TextRow row)
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
