using Prismatic.Numerics;

namespace Prismatic.Trainer.Corpus;

/// <summary>
/// Arithmetic and algebra word problems with worked solutions, made from templates and a seed. Every calculator mark is
/// computed, so every step is true.
/// </summary>
public static class ArithmeticProblems
{
    private static readonly Func<ProblemWriter, (string Question, decimal Answer)>[] Families =
    [
        ArithmeticTemplates.Shopping,
        ArithmeticTemplates.Chain,
        ArithmeticTemplates.Chain,
        ArithmeticTemplates.Chain,
        ArithmeticTemplates.Wages,
        ArithmeticTemplates.Shares,
        ArithmeticTemplates.Discount,
        ArithmeticTemplates.Journey,
        ArithmeticTemplates.Ages,
        ArithmeticTemplates.Boxes,
        ArithmeticTemplates.Fractions,
        ArithmeticTemplates.Savings,
        AlgebraTemplates.Rectangle,
        AlgebraTemplates.Linear,
        AlgebraTemplates.SumAndDifference,
        AlgebraTemplates.Evaluate,
        AlgebraTemplates.Expression,
        AlgebraTemplates.Average,
        AlgebraTemplates.Recipe,
        AlgebraTemplates.Weeks,
    ];

    /// <summary>The source of <paramref name="count"/> problems; the same seed gives the same problems.</summary>
    public static CorpusSource Source(ulong seed, int count) =>
        new("generated_arithmetic", "made by this program, seed " + seed, "MIT (our own)", 1, () => Make(seed, count));

    /// <summary>Problems in GSM8K form: question, steps with marks, <c>#### answer</c>.</summary>
    public static IEnumerable<CorpusDocument> Make(ulong seed, int count)
    {
        var random = new Pcg32(seed, 77);
        for (var i = 0; i < count; i++)
        {
            var writer = new ProblemWriter(random);
            var (question, answer) = Families[random.Next(Families.Length)](writer);
            yield return CorpusDocument.Of("generated_arithmetic", question, writer.Finish(answer), null);
        }
    }
}
