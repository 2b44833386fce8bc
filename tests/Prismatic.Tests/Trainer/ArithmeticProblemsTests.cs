using System.Globalization;
using System.Text.RegularExpressions;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Tests.Trainer;

public sealed partial class ArithmeticProblemsTests
{
    [Fact]
    public void Every_calculation_is_true_and_the_last_one_is_the_answer()
    {
        var marks = 0;
        foreach (var problem in ArithmeticProblems.Make(7, 4000))
        {
            var last = decimal.MinValue;
            foreach (Match match in Mark().Matches(problem.Response!))
            {
                var (left, right, shown) = (Number(match, "left"), Number(match, "right"), Number(match, "value"));
                var value = match.Groups["sign"].Value switch
                {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    _ => left / right,
                };
                Assert.Equal(value, shown);
                last = shown;
                marks++;
            }

            Assert.Equal(last, decimal.Parse(problem.Response!.Split("#### ")[^1], CultureInfo.InvariantCulture));
        }

        Assert.True(marks > 8000, "few marks were found: the pattern no longer matches the text");
    }

    [Fact]
    public void Amounts_are_never_negative_and_results_are_short()
    {
        foreach (Match match in ArithmeticProblems.Make(11, 4000).SelectMany(static p => Mark().Matches(p.Response!)))
        {
            Assert.True(Number(match, "value") >= 0);
            Assert.True(match.Groups["value"].Length <= 8);
        }
    }

    [Fact]
    public void A_seed_gives_the_same_problems_and_another_seed_others()
    {
        Assert.Equal(ArithmeticProblems.Make(3, 50), ArithmeticProblems.Make(3, 50));
        Assert.NotEqual(ArithmeticProblems.Make(3, 50), ArithmeticProblems.Make(4, 50));
    }

    private static decimal Number(Match match, string group) =>
        decimal.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"<<(?<left>-?[\d.]+)(?<sign>[-+*/])(?<right>-?[\d.]+)=(?<value>-?[\d.]+)>>",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Mark();
}
