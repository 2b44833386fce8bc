using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Gates;

/// <summary>Numbers of reports that lack a part, and of those that hold several.</summary>
public sealed class GatePartsTests
{
    private static readonly Report Outputs = SampleOutputs.Create();

    [Fact]
    public void Gain_without_clusters_has_no_rows_to_look_at() =>
        Assert.Empty(DataRows.WithoutGain(SampleReport.Create().Gain! with { Quadrant = null }));

    [Fact]
    public void Similarity_within_models_is_the_mean_of_those_that_have_one()
    {
        var view = Outputs.Outputs!.Views[0];
        double?[] values = [0.1, 0.4, null];
        var models = values.Select(value => view.Models[0] with { Corrected = value }).ToList();
        Assert.Equal(0.25, Assert.Single(Within(view with { Models = models })).Value, 12);
        Assert.Equal(0.1, Assert.Single(Within(view with { Models = [models[0]] })).Value, 12);
        Assert.Empty(Within(view with { Models = [models[2]] }));

        IEnumerable<GateReading> Within(OutputsView of) =>
            GateRules
                .Find("similarity-within")!
                .Read(Outputs with { Outputs = Outputs.Outputs! with { Views = [of] } });
    }

    [Fact]
    public void A_model_without_a_number_is_left_out()
    {
        var models = Outputs.Outputs!.Models;
        Assert.True(models.Count > 1);
        var report = Outputs with
        {
            Outputs = Outputs.Outputs with { Models = [models[0] with { DistinctCompared = null }, models[1]] },
        };
        Assert.Equal([models[1].Name], GateRules.Find("different-answers")!.Read(report).Select(reading => reading.Of));
        var people = Outputs.People!;
        var asked = Outputs with { People = people with { Models = [people.Models[0] with { Groups = [] }] } };
        Assert.Empty(GateRules.Find("distance-from-people")!.Read(asked));
        Assert.NotEmpty(GateRules.Find("distance-from-people")!.Read(Outputs));
    }

    [Fact]
    public void Refusals_are_a_share_of_that_models_answers()
    {
        var models = Outputs.Outputs!.Models;
        var report = Outputs with
        {
            Outputs = Outputs.Outputs with
            {
                Models = [models[0] with { Name = "a", Answers = 10 }, models[0] with { Name = "b", Answers = 10_000 }],
            },
        };
        var refusals = GateSuggestion.All(report).Where(suggestion => suggestion.Rule.Id == "PRS106").ToList();
        Assert.Equal(["a", "b"], refusals.Select(suggestion => suggestion.Reading.Of));
        Assert.True(refusals[0].Margin.Margin > 3 * refusals[1].Margin.Margin);
    }

    [Theory]
    [InlineData("ngrams", GateSeverity.Error)]
    [InlineData("hidden", GateSeverity.Warning)]
    public void Views_of_answers_are_judged_by_their_own_rules(string name, GateSeverity expected)
    {
        var view = Outputs.Outputs!.Views[0];
        var report = Outputs with
        {
            Outputs = Outputs.Outputs with { Views = [view with { Name = "ngrams" }, view with { Name = "hidden" }] },
        };
        var gate = GateSuggestion
            .All(report)
            .Single(suggestion => suggestion.Rule.Id == "PRS103" && suggestion.Reading.Of == name)
            .Gate!;
        Assert.Equal(expected, gate.Severity);
    }
}
