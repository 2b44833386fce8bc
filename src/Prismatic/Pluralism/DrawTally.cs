namespace Prismatic.Pluralism;

/// <summary>
/// Measures of many draws. What an option adds depends on its count alone, so it is worked out once for every likely
/// count: logarithms would cost more than the draws.
/// </summary>
internal sealed class DrawTally
{
    private readonly Func<int, int, (double Model, double Human)> _shares;
    private readonly Term[][] _terms;
    private readonly List<double> _divergences = [];
    private double _modelEntropy;
    private double _humanEntropy;
    private double _moved;

    private readonly record struct Term(double Divergence, double ModelEntropy, double HumanEntropy, double Difference);

    /// <summary>For draws of these options.</summary>
    /// <param name="likely">Of every option, the count up to which to work ahead.</param>
    /// <param name="shares">Of an option and its drawn count, its share among the model's answers and the people's.</param>
    public DrawTally(int[] likely, Func<int, int, (double Model, double Human)> shares)
    {
        _shares = shares;
        _terms =
        [
            .. likely.Select((most, option) => Enumerable.Range(0, most + 1).Select(c => Of(option, c)).ToArray()),
        ];
    }

    /// <summary>One draw: how often every option was drawn.</summary>
    public void Add(int[] counts)
    {
        var (divergence, difference, moved) = (0.0, 0.0, 0.0);
        for (var option = 0; option < counts.Length; option++)
        {
            var terms = _terms[option];
            var term = counts[option] < terms.Length ? terms[counts[option]] : Of(option, counts[option]);
            divergence += term.Divergence;
            _modelEntropy += term.ModelEntropy;
            _humanEntropy += term.HumanEntropy;
            // The last cumulative difference is 0 but for rounding.
            moved += option > 0 ? Math.Abs(difference) : 0;
            difference += term.Difference;
        }
        _divergences.Add(Math.Clamp(divergence, 0, 1));
        _moved += moved / Math.Max(1, counts.Length - 1);
    }

    public ChanceLevel Level(ChanceBasis basis)
    {
        _divergences.Sort();
        return new ChanceLevel(
            _divergences.Average(),
            _divergences[(int)Math.Ceiling(ChanceLevel.Confidence * _divergences.Count) - 1],
            _humanEntropy > 0 ? _modelEntropy / _humanEntropy : null,
            _moved / _divergences.Count,
            basis
        );
    }

    private Term Of(int option, int count)
    {
        var (model, human) = _shares(option, count);
        return new Term(
            Divergence.JensenShannonTerm(model, human),
            Divergence.EntropyTerm(model),
            Divergence.EntropyTerm(human),
            model - human
        );
    }
}
