using CsCheck;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Text;

namespace Prismatic.Tests.Gradients;

/// <summary>How rows become token ids, and where the loss is taken.</summary>
public sealed class RowEncoderTests
{
    private static readonly Tokenizer Tokens = ProxyModel.Embedded().Tokenizer;

    [Fact]
    public void With_a_prompt_the_loss_is_over_the_response_and_its_end()
    {
        var encoded = new RowEncoder(Tokens, 512).Encode(new TextRow(0, "What is 2 + 3?", "It is 5."));
        int[] prompt = [.. Tokens.Encode("What is 2 + 3?\n")];
        int[] response = [.. Tokens.Encode("It is 5.")];
        Assert.Equal([Tokens.VocabularySize - 2, .. prompt, .. response, Tokens.VocabularySize - 1], encoded.Ids);
        Assert.Equal(1 + prompt.Length, encoded.FirstTarget);
        Assert.Equal(response.Length + 1, encoded.TargetCount);
        Assert.False(encoded.Truncated);
    }

    [Fact]
    public void Without_a_prompt_the_loss_is_over_all_tokens()
    {
        var encoded = new RowEncoder(Tokens, 512).Encode(new TextRow(0, "", "It is 5."));
        Assert.Equal(Tokens.EncodeWhole("It is 5."), encoded.Ids);
        Assert.Equal(1, encoded.FirstTarget);
    }

    [Fact]
    public void A_long_row_keeps_the_end_of_its_prompt_and_the_start_of_its_response() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 60], Gen.Int[4, 64])
            .Sample(
                (promptWords, responseWords, limit) =>
                {
                    var prompt = string.Join(' ', Enumerable.Range(0, promptWords).Select(i => $"question {i}"));
                    var response = string.Join(' ', Enumerable.Range(0, responseWords).Select(i => $"answer {i}"));
                    var encoded = new RowEncoder(Tokens, limit).Encode(new TextRow(0, prompt, response));
                    int[] before = promptWords == 0 ? [] : [.. Tokens.Encode(prompt + "\n")];
                    int[] after = [.. Tokens.Encode(response)];
                    var kept = encoded.Ids[1..encoded.FirstTarget];
                    int[] targets = [.. encoded.Ids[encoded.FirstTarget..].Where(id => id != Tokens.EndId)];
                    Assert.InRange(encoded.Ids.Length, 2, limit);
                    Assert.Equal(Tokens.BeginId, encoded.Ids[0]);
                    Assert.NotEmpty(targets);
                    Assert.Equal(before[^kept.Length..], kept);
                    Assert.Equal(after[..targets.Length], targets);
                    Assert.Equal(kept.Length < before.Length || targets.Length < after.Length, encoded.Truncated);
                }
            );
}
