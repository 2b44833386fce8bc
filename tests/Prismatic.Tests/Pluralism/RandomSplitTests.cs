using Prismatic.Data;
using Prismatic.Numerics;
using Prismatic.Pluralism;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Pluralism;

/// <summary>Real people split at random differ by chance alone: docs/benchmarks/pluralism.md has the whole table.</summary>
public sealed class RandomSplitTests
{
    [Fact]
    public async Task Halves_of_real_voters_are_at_chance_level_and_opinion_groups_are_not()
    {
        var path = SharedData.Path(Path.Combine("opinions", "polis", "brexit-consensus", "participants-votes.csv"));
        var table = await TextTable.OpenAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        string[] statements = [.. table.Columns.Where(name => name.All(char.IsAsciiDigit))];
        var people = new List<TextTableRow>();
        await foreach (var row in table.ReadAsync(["group-id", .. statements], TestContext.Current.CancellationToken))
        {
            people.Add(row);
        }
        var random = new Pcg32(11);
        var flagged = new List<bool>();
        var excess = new List<double>();
        for (var split = 0; split < 10; split++)
        {
            var side = people.ConvertAll(_ => random.Next(2));
            foreach (var comparison in Compare(i => side[i] == 0, i => side[i] == 1))
            {
                flagged.Add(comparison.IsBeyondChance);
                excess.Add(comparison.JensenShannon - comparison.Chance.JensenShannon);
            }
        }
        Assert.InRange(flagged.Count, 450, 500);
        Assert.InRange(flagged.Average(f => f ? 1.0 : 0), 0.015, 0.09);
        Assert.InRange(excess.Average(), -0.003, 0.003);

        var groups = Compare(i => people[i].Values[0] == "0", i => people[i].Values[0] == "1").ToArray();
        Assert.InRange(groups.Average(c => c.IsBeyondChance ? 1.0 : 0), 0.4, 1);

        IEnumerable<DistributionComparison> Compare(Func<int, bool> first, Func<int, bool> second)
        {
            for (var s = 1; s <= statements.Length; s++)
            {
                var (a, b) = (Counts(s, first), Counts(s, second));
                if (a.Sum() > 0 && b.Sum() > 0)
                {
                    yield return DistributionComparison.Of(
                        Distribution.OfCounts(a),
                        Distribution.OfCounts(b),
                        [0, 1, 2],
                        (ulong)s
                    );
                }
            }
        }

        double[] Counts(int statement, Func<int, bool> isIn)
        {
            var counts = new double[3];
            for (var i = 0; i < people.Count; i++)
            {
                if (isIn(i) && int.TryParse(people[i].Values[statement], out var vote))
                {
                    counts[vote + 1]++;
                }
            }
            return counts;
        }
    }
}
