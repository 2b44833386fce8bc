using Prismatic.Gradients;
using Prismatic.Text;

namespace Prismatic.Reasoning;

/// <summary>Turns question, reasoning and answer into token ids, each encoded by itself and put together.</summary>
/// <remarks>
/// The answer's ids, what leads to it and the question's are the same whatever reasoning stands between. A row that is too
/// long keeps the start of its answer (at most half the limit), the end of its question, and of a reasoning the end.
/// A template that writes thoughts gets the reasoning as one, and an empty one where there is none.
/// </remarks>
internal sealed class ReasoningEncoder
{
    private readonly ChatTemplate _template;
    private readonly ChatTemplate _plain;
    private readonly Tokenizer _tokenizer;
    private readonly int _maxTokens;
    private readonly int _vocabulary;
    private readonly string _cue;
    private readonly int[] _cueIds;
    private readonly int[] _lineEnd;

    /// <summary>An encoder for a model's tokenizer and template.</summary>
    /// <param name="model">Gives tokenizer and template.</param>
    /// <param name="maxTokens">Most ids of a row.</param>
    /// <param name="cue">What leads to the answer.</param>
    /// <param name="vocabulary">Ids that the model knows.</param>
    public ReasoningEncoder(ProxyModel model, int maxTokens, string cue, int vocabulary)
    {
        (_template, _tokenizer, _maxTokens, _cue, _vocabulary) = (
            model.Template,
            model.Tokenizer,
            maxTokens,
            cue,
            vocabulary
        );
        _plain = _template.IsPlain ? _template : ChatTemplate.Plain(_tokenizer);
        _lineEnd = [.. _tokenizer.EncodeAfter(".", "\n")];
        _cueIds = cue.Length == 0 ? [] : [.. _tokenizer.EncodeAfter("\n", cue)];
    }

    /// <summary>A row with a reasoning of its own or another in its place.</summary>
    /// <param name="row">Question, answer, and the reasoning that decides how much of the question fits.</param>
    /// <param name="reasoning">What the model reads between them; empty for nothing.</param>
    /// <returns>Targets are the answer's tokens.</returns>
    /// <exception cref="PrismaticException">A token that the model does not know, or no room.</exception>
    public EncodedRow Encode(ReasonedRow row, string reasoning)
    {
        var template = row.Prompt.Length == 0 ? _plain : _template;
        IReadOnlyList<int> prompt = row.Prompt.Length == 0 ? [] : template.Prompt(row.Prompt);
        var answer = Answer(row.Answer);
        var (between, thought, fixedIds) = Thought(template, reasoning);
        var own = Thought(template, row.Reasoning).Ids.Count;

        var space = _maxTokens - template.Head.Count - Math.Max(template.Between.Count, between.Count) - _cueIds.Length;
        var answerSpace = Math.Min(answer.Count, Math.Max(1, space / 2));
        var rest = Math.Max(0, space - answerSpace);
        var promptSpace = Math.Min(prompt.Count, Math.Max(rest / 2, rest - own));
        var thoughtSpace = Math.Min(thought.Count, Math.Max(0, rest - promptSpace));
        var kept = Math.Min(fixedIds, thoughtSpace);
        int[] ids =
        [
            .. template.Head,
            .. prompt.Skip(prompt.Count - promptSpace),
            .. between,
            .. thought.Take(kept),
            .. thought.Skip(thought.Count - (thoughtSpace - kept)),
            .. _cueIds,
            .. answer.Take(answerSpace),
        ];
        Check(row, ids, ids.Length - answerSpace);
        var cut = promptSpace < prompt.Count || thoughtSpace < thought.Count || answerSpace < answer.Count;
        return new EncodedRow(ids, ids.Length - answerSpace, cut);
    }

    /// <summary>Tokens of a reasoning, with the markers around it.</summary>
    public int Length(ReasonedRow row) => Thought(row.Prompt.Length == 0 ? _plain : _template, row.Reasoning).Ids.Count;

    private IReadOnlyList<int> Answer(string answer)
    {
        answer = answer.Trim();
        return _cue.Length == 0 ? _tokenizer.EncodeAfter("\n", answer) : _tokenizer.EncodeAfter(_cue, " " + answer);
    }

    // The ids before the cue, and how many at their start are markers that are never cut.
    private (IReadOnlyList<int> Between, IReadOnlyList<int> Ids, int Fixed) Thought(
        ChatTemplate template,
        string reasoning
    )
    {
        if (reasoning.Length == 0)
        {
            return (template.Between, [], 0);
        }
        if (!template.WritesThoughts)
        {
            return (template.Between, [.. template.Response(reasoning).Ids, .. _lineEnd], 0);
        }
        var (between, ids) = template.Response(Framed(reasoning));
        var empty = template.Response(Framed("")).Ids;
        return (between, ids, ids.Zip(empty).TakeWhile(pair => pair.First == pair.Second).Count());

        static string Framed(string thought) => $"<think>\n{thought}\n</think>\n\n";
    }

    private void Check(ReasonedRow row, int[] ids, int first)
    {
        if (ids.Length > _maxTokens)
        {
            throw new PrismaticException(
                $"row {row.Index} has no room for its answer in {_maxTokens} tokens; use a larger --max-tokens",
                ExitCode.Usage
            );
        }
        if (first < 1)
        {
            throw new PrismaticException(
                $"row {row.Index} has nothing before its answer, and the model's tokenizer no begin token: nothing can be "
                    + "predicted; name the question's column with --prompt"
            );
        }
        if (Array.Find(ids, id => id >= _vocabulary) is > 0 and var unknown)
        {
            throw new PrismaticException(
                $"row {row.Index} has the token id {unknown}, and the model knows only {_vocabulary}; "
                    + "tokenizer and model do not belong together"
            );
        }
    }
}
