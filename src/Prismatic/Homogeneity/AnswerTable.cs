using Prismatic.Responses;

namespace Prismatic.Homogeneity;

/// <summary>
/// The answers that take part: those that are not blank and weigh something. Blank ones say nothing about sameness, and one of weight 0
/// was never given.
/// </summary>
public sealed class AnswerTable
{
    private readonly int[][] _byPrompt;

    /// <summary>Sorts the answers of a set by prompt, then model.</summary>
    /// <exception cref="ArgumentException">An answer names no prompt or model of the set, or its weight is not finite or negative.</exception>
    public AnswerTable(ResponseSet set)
    {
        Set = set;
        var groups = new SortedDictionary<(int Prompt, int Model), List<int>>();
        var (blank, weightless) = (new int[set.Models.Count], new int[set.Models.Count]);
        for (var i = 0; i < set.Responses.Count; i++)
        {
            var response = set.Responses[i];
            if ((uint)response.Prompt >= (uint)set.Prompts.Count || (uint)response.Model >= (uint)set.Models.Count)
            {
                throw new ArgumentException($"Answer {i} names a prompt or a model that the set has not.", nameof(set));
            }
            if (!(response.Weight >= 0) || !double.IsFinite(response.Weight))
            {
                throw new ArgumentException($"The weight of answer {i} is negative or not finite.", nameof(set));
            }
            if (string.IsNullOrWhiteSpace(response.Text))
            {
                blank[response.Model]++;
            }
            else if (response.Weight == 0)
            {
                weightless[response.Model]++;
            }
            else
            {
                var key = (response.Prompt, response.Model);
                if (!groups.TryGetValue(key, out var answers))
                {
                    groups.Add(key, answers = []);
                }
                answers.Add(i);
            }
        }
        (Blank, Weightless) = (blank, weightless);
        Cells = [.. groups.Select(group => new AnswerCell(group.Key.Prompt, group.Key.Model, [.. group.Value]))];
        var byPrompt = Enumerable.Range(0, set.Prompts.Count).Select(_ => new List<int>()).ToArray();
        for (var cell = 0; cell < Cells.Count; cell++)
        {
            byPrompt[Cells[cell].Prompt].Add(cell);
        }
        _byPrompt = [.. byPrompt.Select(cells => cells.ToArray())];
    }

    /// <summary>All answers.</summary>
    public ResponseSet Set { get; }

    /// <summary>Answers without any letter or sign, for each model.</summary>
    public IReadOnlyList<int> Blank { get; }

    /// <summary>Answers of weight 0, for each model.</summary>
    public IReadOnlyList<int> Weightless { get; }

    /// <summary>By prompt, then model; those without an answer are not there.</summary>
    public IReadOnlyList<AnswerCell> Cells { get; }

    /// <summary>Places in <see cref="Cells"/> of those of a prompt, by model.</summary>
    public ReadOnlySpan<int> OfPrompt(int prompt) => _byPrompt[prompt];

    /// <summary>All answers to a prompt, model after model.</summary>
    public int[] AnswersTo(int prompt) => [.. _byPrompt[prompt].SelectMany(cell => Cells[cell].Answers)];
}
