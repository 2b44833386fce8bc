using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Results of gates that use every field, made by hand.</summary>
internal static class SampleGates
{
    public static GatesSummary Create(Func<string, string> text) =>
        new()
        {
            Passed = false,
            Baseline = text("git:main (0123456789ab)"),
            Outcomes =
            [
                Outcome("PRS005", "crowding", GateState.Failed, GateSeverity.Error, text) with
                {
                    Of = text("ngrams"),
                    Value = 0.2812,
                    Spread = 0.0102,
                    Max = 0.25,
                    MaxRise = text("5%"),
                    Baseline = 0.2,
                    Change = 0.0812,
                    Rows = [new ExampleRow { Row = 31, Excerpt = text("Lea has 5 books.") }],
                },
                Outcome("PRS006", "diversity", GateState.Failed, GateSeverity.Warning, text) with
                {
                    Of = text("gradients"),
                    Value = 61.2,
                    Spread = 1.1,
                    Min = 20,
                    MaxDrop = text("5%"),
                    Baseline = 80.5,
                    Change = -19.3,
                    Files = text("train*.parquet"),
                },
                Outcome("PRS010", "rewordings", GateState.Unmeasured, GateSeverity.Error, text) with
                {
                    Of = text("hidden"),
                    Max = 0.1,
                },
                Outcome("PRS013", "rows", GateState.Passed, GateSeverity.Error, text) with
                {
                    Value = 1230,
                    Min = 1000,
                },
                Outcome("PRS101", "different-answers", GateState.NotChecked, GateSeverity.Error, text) with
                {
                    Min = 3,
                },
            ],
            BaselineNumbers =
            [
                new BaselineNumber
                {
                    Id = text("PRS006"),
                    Of = text("ngrams"),
                    Value = 80.5,
                    Spread = 1.2,
                    Basis = text("ngrams-1 at 256 rows"),
                },
            ],
        };

    private static GateOutcome Outcome(
        string id,
        string rule,
        GateState state,
        GateSeverity severity,
        Func<string, string> text
    ) =>
        new()
        {
            Id = text(id),
            Rule = text(rule),
            State = state,
            Severity = severity,
            Sentence = text($"what {rule} saw"),
            Why = text("Why it is held."),
            Next = text("What to do."),
            Rows = [],
        };
}
