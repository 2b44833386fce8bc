namespace Prismatic.Trainer.Corpus;

/// <summary>Small algebra and measures: equations, expressions, averages, proportions.</summary>
internal static class AlgebraTemplates
{
    public static (string Question, decimal Answer) Rectangle(ProblemWriter w)
    {
        int width = w.Number(2, 40),
            longer = w.Number(1, 30);
        var what = w.Any("garden", "room", "field", "sheet of paper", "pool", "table");
        w.Line($"The length is {w.Step(width, '+', longer, out var length)} feet.");
        if (w.Random.Next(2) == 0)
        {
            w.Line($"The area is {w.Step(length, '*', width, out var area)} square feet.");
            return (
                $"A {what} is {width} feet wide and {longer} feet longer than it is wide. What is its area in square feet?",
                area
            );
        }

        w.Line($"Length and width together are {w.Step(length, '+', width, out var half)} feet.");
        w.Line($"The perimeter is {w.Step(half, '*', 2, out var around)} feet.");
        return (
            $"A {what} is {width} feet wide and {longer} feet longer than it is wide. What is its perimeter in feet?",
            around
        );
    }

    public static (string Question, decimal Answer) Linear(ProblemWriter w)
    {
        int x = w.Number(1, 30),
            a = w.Number(2, 12),
            b = w.Number(1, 60);
        var letter = w.Any("x", "y", "n", "t");
        var right = (a * x) + b;
        w.Line($"Subtract {b} from both sides: {a}{letter} = {w.Step(right, '-', b, out var product)}.");
        w.Line($"Divide both sides by {a}: {letter} = {w.Step(product, '/', a, out var answer)}.");
        return ($"{w.Any("Solve for", "Find")} {letter}: {a}{letter} + {b} = {right}", answer);
    }

    public static (string Question, decimal Answer) SumAndDifference(ProblemWriter w)
    {
        int small = w.Number(2, 60),
            apart = w.Number(1, 40);
        var (sum, who) = ((2 * small) + apart, w.Person());
        w.Line($"If the numbers were equal their sum would be {w.Step(sum, '-', apart, out var twice)}.");
        w.Line($"So the smaller number is {w.Step(twice, '/', 2, out var low)}.");
        w.Line($"The larger number is {w.Step(low, '+', apart, out var high)}.");
        return (
            $"{who} thinks of two numbers. Their sum is {sum} and their difference is {apart}. What is the larger number?",
            high
        );
    }

    public static (string Question, decimal Answer) Evaluate(ProblemWriter w)
    {
        int x = w.Number(1, 12),
            a = w.Number(2, 9),
            b = w.Number(1, 30);
        w.Line($"{a} times {x} is {w.Step(a, '*', x, out var product)}.");
        w.Line($"Adding {b} gives {w.Step(product, '+', b, out var value)}.");
        return ($"What is the value of ${a}x + {b}$ when $x = {x}$?", value);
    }

    public static (string Question, decimal Answer) Expression(ProblemWriter w)
    {
        int a = w.Number(2, 30),
            b = w.Number(2, 30),
            c = w.Number(2, 12);
        if (w.Random.Next(2) == 0)
        {
            w.Line($"First the brackets: {w.Step(a, '+', b, out var sum)}.");
            w.Line($"Then multiply: {w.Step(sum, '*', c, out var value)}.");
            return ($"{w.Any("Compute", "Calculate", "What is")} ({a} + {b}) * {c}{w.Any("", ".")}", value);
        }

        w.Line($"First the product: {w.Step(b, '*', c, out var product)}.");
        w.Line($"Then add: {w.Step(a, '+', product, out var total)}.");
        return ($"{w.Any("Compute", "Calculate", "What is")} {a} + {b} * {c}{w.Any("", ".")}", total);
    }

    public static (string Question, decimal Answer) Average(ProblemWriter w)
    {
        var who = w.Person();
        int a = w.Number(40, 100),
            b = w.Number(40, 100),
            c = w.Number(40, 97);
        c += (3 - ((a + b + c) % 3)) % 3;
        w.Line($"The first two {w.Any("scores", "tests")} add up to {w.Step(a, '+', b, out var two)}.");
        w.Line($"All three add up to {w.Step(two, '+', c, out var sum)}.");
        w.Line($"The average is {w.Step(sum, '/', 3, out var mean)}.");
        return ($"{who} scored {a}, {b} and {c} points in three tests. What is the average score?", mean);
    }

    public static (string Question, decimal Answer) Recipe(ProblemWriter w)
    {
        var (who, food) = (w.Person(), w.Any("cookies", "pancakes", "muffins", "rolls", "waffles"));
        int batch = w.Number(2, 12) * 2,
            cups = w.Number(2, 6),
            times = w.Number(2, 9);
        w.Line($"{who} must bake {w.Step(batch * times, '/', batch, out var batches)} batches.");
        w.Line($"That takes {w.Step(batches, '*', cups, out var flour)} cups of flour.");
        return (
            $"A recipe for {batch} {food} needs {cups} cups of flour. {who} wants to make {batch * times} {food}. How many cups of flour are needed?",
            flour
        );
    }

    public static (string Question, decimal Answer) Weeks(ProblemWriter w)
    {
        var who = w.Person();
        var other = w.Person(who);
        int a = w.Number(2, 30),
            less = w.Number(1, a - 1),
            days = w.Number(2, 14);
        var unit = w.Any("pages", "miles", "minutes", "laps", "problems");
        w.Line($"{other} does {w.Step(a, '-', less, out var b)} {unit} a day.");
        w.Line($"Together they do {w.Step(a, '+', b, out var both)} {unit} a day.");
        w.Line($"In {days} days that is {w.Step(both, '*', days, out var all)} {unit}.");
        return (
            $"{who} does {a} {unit} every day. {other} does {less} fewer {unit} a day. How many {unit} do they do together in {days} days?",
            all
        );
    }
}
