namespace Prismatic.Pluralism;

/// <summary>Finds the question of a reference that a model's prompt asks.</summary>
/// <remarks>
/// The prompt is the question, but for case, punctuation and spacing; or it contains the question's words and those of
/// no other question, unless that one stands within the first. Questions of fewer than three words are not looked for
/// within prompts.
/// </remarks>
internal sealed class PromptMatcher
{
    private const int MinWords = 3;

    private readonly Dictionary<string, int> _byText = [];
    private readonly Dictionary<string, int> _byWords = [];
    private readonly (string Words, int Place)[] _within;

    public PromptMatcher(IReadOnlyList<string> questions)
    {
        var within = new List<(string, int)>();
        for (var i = 0; i < questions.Count; i++)
        {
            var words = OptionWords.Of(questions[i]);
            var joined = OptionWords.Joined(words);
            _byText.TryAdd(questions[i].Trim(), i);
            if (joined.Length > 0 && _byWords.TryAdd(joined, i) && words.Count >= MinWords)
            {
                within.Add((joined, i));
            }
        }
        _within = [.. within.OrderByDescending(entry => entry.Item1.Length)];
    }

    /// <summary>Place of the question; -1 where the prompt asks none of them, or several.</summary>
    public int Find(string prompt)
    {
        if (_byText.TryGetValue(prompt.Trim(), out var place))
        {
            return place;
        }
        var words = OptionWords.Joined(OptionWords.Of(prompt));
        if (_byWords.TryGetValue(words, out place))
        {
            return place;
        }
        var (found, longest) = (-1, "");
        foreach (var (question, at) in _within)
        {
            if (words.Contains(question, StringComparison.Ordinal))
            {
                if (found < 0)
                {
                    (found, longest) = (at, question);
                }
                else if (!longest.Contains(question, StringComparison.Ordinal))
                {
                    return -1;
                }
            }
        }
        return found;
    }
}
