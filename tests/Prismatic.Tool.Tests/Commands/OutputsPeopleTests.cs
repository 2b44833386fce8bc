using System.Text.Json;
using Prismatic.Reports;
using Prismatic.Tests.Encoders;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Answers of models beside those of people, and classifiers of two texts.</summary>
public sealed class OutputsPeopleTests : IDisposable
{
    private readonly OutputsRun _outputs = new();

    public void Dispose() => _outputs.Dispose();

    [Fact]
    public async Task Answers_stand_beside_those_of_people_and_their_viewpoints()
    {
        var answers = _outputs.Place.Write(
            "answers.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new
                            {
                                prompt = "Should shops open on Sundays?",
                                response = i < 38 ? "Yes, since people want to choose." : "I would rather not say.",
                            }
                        ) + "\n"
                    )
            )
        );
        var humans = _outputs.Place.Write(
            "humans.csv",
            "question,option,count,group\nShould shops open on Sundays?,Yes,50,north\nShould shops open on Sundays?,No,50,north\n"
                + "Should shops open on Sundays?,Yes,95,south\nShould shops open on Sundays?,No,5,south\n"
        );
        var views = _outputs.Place.Write(
            "views.csv",
            "prompt,viewpoint\nShould shops open on Sundays?,people should choose\nShould shops open on Sundays?,staff needs a common holiday\n"
        );
        var run = await _outputs.WordsAsync(answers, "--humans", humans, "--viewpoints", views);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var people = _outputs.Report.People!;
        var model = people.Models.Single();
        Assert.Equal(0.05, model.UnmappedShare);
        Assert.Equal(["north", "south"], model.Groups.Select(group => group.Group));
        Assert.Equal([1, 0], model.Groups.Select(group => group.ShareBeyondChance));
        Assert.True(model.Groups[0].JensenShannon.Mean > model.Groups[1].JensenShannon.Mean);
        Assert.Equal("north", model.Furthest[0].Group);
        var overton = people.Overton.Single();
        Assert.Equal(0.5, overton.OverAnswers!.Mean);
        Assert.Equal("staff needs a common holiday", overton.Missed.Single().Viewpoint);
        Assert.Contains("Beside people", run.Out, StringComparison.Ordinal);
        Assert.Contains("Beside people", _outputs.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classifier_maps_answers_to_options_and_finds_viewpoints()
    {
        using var classifier = new EncoderFolder(new TinyShape { Tokens = null, Labels = 1 });
        var answers = _outputs.Place.Write(
            "answers.jsonl",
            OutputsRun.Rows(["the cat sat on the boat"], ["Which is the best animal?"])
        );
        var humans = _outputs.Place.Write(
            "humans.csv",
            "question,option,count\nWhich is the best animal?,dog,5\nWhich is the best animal?,horse,5\n"
        );
        var views = _outputs.Place.Write("views.csv", "prompt,viewpoint\nWhich is the best animal?,a dog on a boat\n");
        string[] options = [answers, "--humans", humans, "--viewpoints", views];
        await _outputs.WordsAsync(options);
        Assert.Equal(1, _outputs.Report.People!.Models.Single().UnmappedShare);
        Assert.Equal("shared words", _outputs.Report.People!.Overton.Single().Scorer);
        var run = await _outputs.WordsAsync([.. options, "--classifier", classifier.Path]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal("entailment", _outputs.Report.People!.Overton.Single().Scorer);
        Assert.InRange(_outputs.Report.People!.Overton.Single().Score!.Mean, 0, 1);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 3)]
    public async Task A_classifier_of_two_texts_tells_answers_apart(string threshold, int expected)
    {
        using var classifier = new EncoderFolder(new TinyShape { Tokens = null, Labels = 2 });
        var path = _outputs.Place.Write(
            "r.jsonl",
            OutputsRun.Rows(["the old boat", "one red river", "a cat sat"], ["q", "q", "q"])
        );
        var run = await _outputs.WordsAsync(
            path,
            "--equivalence",
            classifier.Path,
            "--equivalence-threshold",
            threshold
        );
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal("classifier", _outputs.Report.Outputs!.Equivalence);
        Assert.Equal(expected, _outputs.Report.Outputs!.Models.Single().Distinct!.Mean);
    }

    [Fact]
    public async Task A_sentence_encoder_stands_in_for_the_hidden_states()
    {
        using var encoder = new EncoderFolder();
        var path = _outputs.Place.Write(
            "r.jsonl",
            OutputsRun.Rows(["the old boat", "the old boat", "one red river", "two cats"], ["q", "q", "p", "p"])
        );
        var run = await Run.PrismaticAsync(
            "outputs",
            path,
            "--encoder",
            encoder.Path,
            "--html",
            _outputs.Place.PathOf("r.html"),
            "--json",
            _outputs.Place.PathOf("r.json")
        );
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal(["ngrams", "encoder"], _outputs.Report.Outputs!.Views.Select(view => view.Name));
        Assert.All(_outputs.Report.Outputs!.Views, view => Assert.NotNull(view.Floor));
    }
}
