using System.Globalization;

namespace Prismatic.Responses;

/// <summary>Gathers answers; all of them stay in memory.</summary>
internal sealed class ResponseSetBuilder
{
    private const int Examples = 3;

    private readonly Dictionary<string, int> _promptPlaces = [];
    private readonly Dictionary<string, int> _modelPlaces = [];
    private readonly List<string> _prompts = [];
    private readonly List<string> _models = [];
    private readonly List<Response> _responses = [];
    private readonly List<string?> _samples = [];
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly HashSet<(int, int, string)> _seen = [];

    public int Count => _responses.Count;

    public int EmptyAnswers { get; private set; }

    /// <summary>Answers whose prompt, model and sample another answer has too.</summary>
    public int RepeatedSamples { get; private set; }

    public IReadOnlyList<LeftOutAnswers> LeftOut =>
        [.. _leftOut.Select(pair => new LeftOutAnswers(pair.Key, pair.Value))];

    public int Prompt(string text) => Place(_promptPlaces, _prompts, Normal(text), text);

    public int Model(string name) => Place(_modelPlaces, _models, name, name);

    public void Add(Response response, string? sample)
    {
        _responses.Add(response);
        _samples.Add(sample);
        EmptyAnswers += string.IsNullOrWhiteSpace(response.Text) ? 1 : 0;
        RepeatedSamples += sample is null || _seen.Add((response.Prompt, response.Model, sample)) ? 0 : 1;
    }

    public void LeaveOut(string reason) => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1;

    public ResponseSet Build()
    {
        SortBySample();
        return new ResponseSet(_prompts, _models, _responses);
    }

    /// <summary>Models without an answer to some prompt.</summary>
    public IReadOnlyList<PromptGap> Gaps()
    {
        var answered = _responses.Select(response => (response.Prompt, response.Model)).ToHashSet();
        var gaps = new List<PromptGap>();
        for (var model = 0; model < _models.Count; model++)
        {
            var missing = Enumerable.Range(0, _prompts.Count).Where(prompt => !answered.Contains((prompt, model)));
            var examples = missing.Take(Examples).ToArray();
            if (examples.Length > 0)
            {
                gaps.Add(new PromptGap(model, missing.Count(), examples));
            }
        }
        return gaps;
    }

    /// <summary>Whether some prompt was answered by two models.</summary>
    public bool SharesPrompts =>
        _responses
            .Select(response => (response.Prompt, response.Model))
            .Distinct()
            .GroupBy(pair => pair.Prompt)
            .Any(models => models.Skip(1).Any());

    /// <summary>Whether some prompt has two answers, whoever gave them.</summary>
    public bool HasSeveralToAPrompt => _responses.Count > _prompts.Count;

    // Within the places a model's answers to a prompt have, where all their samples are numbers.
    private void SortBySample()
    {
        if (_samples.TrueForAll(sample => sample is null))
        {
            return;
        }
        var groups = Enumerable.Range(0, Count).GroupBy(i => (_responses[i].Prompt, _responses[i].Model));
        var sorted = _responses.ToArray();
        foreach (var places in groups.Select(group => group.ToArray()))
        {
            var numbers = places.Select(place => Number(_samples[place])).ToArray();
            if (numbers.All(number => number is not null))
            {
                var order = Enumerable.Range(0, places.Length).OrderBy(i => numbers[i]).ToArray();
                for (var i = 0; i < places.Length; i++)
                {
                    sorted[places[i]] = _responses[places[order[i]]];
                }
            }
        }
        _responses.Clear();
        _responses.AddRange(sorted);
        _samples.Clear();
    }

    private static double? Number(string? sample) =>
        double.TryParse(sample, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    // Tables and JSON end lines in different ways; such prompts are the same.
    private static string Normal(string prompt) => prompt.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private static int Place(Dictionary<string, int> places, List<string> names, string key, string name)
    {
        if (!places.TryGetValue(key, out var place))
        {
            place = names.Count;
            places.Add(key, place);
            names.Add(name);
        }
        return place;
    }
}
