using System.Globalization;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Data;
using Prismatic.Numerics;
using Prismatic.Pluralism;

namespace Prismatic.Benchmarks;

/// <summary>
/// Whether chance levels are right: people of Polis conversations and of surveys against each other, by group and split
/// at random, and the formula against draws. The tables of docs/benchmarks/pluralism.md.
/// </summary>
internal static class PluralismBenchmark
{
    private const int Splits = 400;
    private const int Trials = 2000;
    private const int ModelSize = 10;

    private static readonly string[] SurveyColumns = ["Gender", "Age", "Household Income", "Education"];

    public static int Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        SurveySet[] sets =
        [
            .. new[] { "15-per-hour-seattle", "brexit-consensus", "canadian-electoral-reform" }.Select(Polis),
            Survey("survey_comma.csv", 7),
            Survey("survey_steak-risk.csv", 9),
        ];
        Halves(sets);
        Console.WriteLine();
        Groups(sets);
        Console.WriteLine();
        Formula();
        return 0;
    }

    private static void Halves(SurveySet[] sets)
    {
        Console.WriteLine(
            $"| data | people | questions | {Splits} splits into halves: beyond chance | mean divergence | expected | {ModelSize} people against the rest: beyond chance | mean divergence | expected |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var set in sets)
        {
            var random = new Pcg32(1);
            var (halves, few) = (new Tally(), new Tally());
            int[] order = [.. Enumerable.Range(0, set.People)];
            for (var split = 0; split < Splits; split++)
            {
                random.Shuffle<int>(order);
                for (var question = 0; question < set.Questions; question++)
                {
                    int[] given = [.. order.Where(person => set.Answers[question][person] >= 0)];
                    var half = given.Length / 2;
                    halves.Add(set, question, given[..half], given[half..], split);
                    few.Add(
                        set,
                        question,
                        given[..Math.Min(ModelSize, half)],
                        given[Math.Min(ModelSize, half)..],
                        split
                    );
                }
            }
            Console.WriteLine($"| {set.Name} | {set.People} | {set.Questions} | {halves} | {few} |");
        }
    }

    private static void Groups(SurveySet[] sets)
    {
        Console.WriteLine(
            "| data | groups | pairs × questions | beyond chance | mean divergence | expected by chance |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var set in sets)
        {
            foreach (var (name, of) in set.Groups)
            {
                var tally = new Tally();
                string[] names = [.. of.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
                for (var a = 0; a < names.Length; a++)
                {
                    for (var b = a + 1; b < names.Length; b++)
                    {
                        for (var question = 0; question < set.Questions; question++)
                        {
                            tally.Add(set, question, People(names[a]), People(names[b]), 0);

                            int[] People(string group) =>
                                [
                                    .. Enumerable
                                        .Range(0, set.People)
                                        .Where(p => of[p] == group && set.Answers[question][p] >= 0),
                                ];
                        }
                    }
                }
                Console.WriteLine($"| {set.Name} | {name}: {names.Length} | {tally.Count} | {tally} |");
            }
        }
    }

    private static void Formula()
    {
        Console.WriteLine(
            "| shares | model | people | smallest expected count | formula: beyond chance | draws | formula: expected / measured | draws |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (
            var shares in (double[][])
                [
                    [0.5, 0.5],
                    [0.9, 0.1],
                    [0.4, 0.3, 0.2, 0.1],
                    [0.6, 0.3, 0.08, 0.02],
                    Ten(),
                ]
        )
        {
            foreach (
                var (model, human) in ((int, int)[])
                    [(5, 0), (10, 0), (10, 1000), (20, 20), (50, 0), (50, 50), (100, 1000), (500, 0)]
            )
            {
                var random = new Pcg32(2);
                var truth = Distribution.OfShares(shares);
                var (formula, draws, measured, expected, drawn) = (0, 0, 0.0, 0.0, 0.0);
                for (var trial = 0; trial < Trials; trial++)
                {
                    var answers = Sample(shares, model, random);
                    var people = human == 0 ? truth : Sample(shares, human, random);
                    var divergence = Divergence.JensenShannon(answers.Values, people.Values);
                    var byFormula = ChanceLevel.ByFormula(answers, people);
                    var byDraws = ChanceDraws.Sample(answers, people, (ulong)trial);
                    formula += divergence > byFormula.Limit + ChanceDraws.Tie ? 1 : 0;
                    draws += divergence > byDraws.Limit + ChanceDraws.Tie ? 1 : 0;
                    measured += divergence;
                    expected += byFormula.JensenShannon;
                    drawn += byDraws.JensenShannon;
                }
                var smaller = human == 0 ? model : Math.Min(model, human);
                Console.WriteLine(
                    $"| {string.Join(' ', shares)} | {model} | {(human == 0 ? "exact" : human)} | {shares.Min() * smaller:0.0#} | "
                        + $"{100.0 * formula / Trials:F1} % | {100.0 * draws / Trials:F1} % | {expected / measured:F2} | {drawn / measured:F2} |"
                );
            }
        }

        static double[] Ten() => [.. Enumerable.Repeat(0.1, 10)];
    }

    private static Distribution Sample(double[] shares, int size, Pcg32 random)
    {
        var counts = new double[shares.Length];
        for (var i = 0; i < size; i++)
        {
            var (u, option) = (random.NextDouble(), 0);
            while (option < shares.Length - 1 && u >= shares[option])
            {
                u -= shares[option++];
            }
            counts[option]++;
        }
        return Distribution.OfCounts(counts);
    }

    private static SurveySet Polis(string conversation)
    {
        var path = Path.Combine(RealRows.Folder, "opinions", "polis", conversation, "participants-votes.csv");
        return SurveySet.Read($"Polis {conversation}", path, ["group-id"], name => name.All(char.IsAsciiDigit));
    }

    private static SurveySet Survey(string file, int questions)
    {
        var path = Path.Combine(RealRows.Folder, "opinions", file);
        var table = TextTable.OpenAsync(path).GetAwaiter().GetResult();
        string[] asked = [.. table.Columns.Skip(1).Take(questions)];
        return SurveySet.Read(Path.GetFileNameWithoutExtension(file), path, SurveyColumns, asked.Contains);
    }

    private sealed class Tally
    {
        private int _beyond;
        private double _divergence;
        private double _expected;

        public int Count { get; private set; }

        public void Add(SurveySet set, int question, int[] first, int[] second, int split)
        {
            if (first.Length == 0 || second.Length == 0)
            {
                return;
            }
            var comparison = DistributionComparison.Of(
                set.Counts(question, first),
                set.Counts(question, second),
                seed: Pcg32.Hash((ulong)question, (ulong)split)
            );
            Count++;
            _beyond += comparison.IsBeyondChance ? 1 : 0;
            _divergence += comparison.JensenShannon;
            _expected += comparison.Chance.JensenShannon;
        }

        public override string ToString() =>
            $"{100.0 * _beyond / Count:F1} % | {_divergence / Count:F4} | {_expected / Count:F4}";
    }
}
