namespace Prismatic.Trainer.Corpus;

/// <summary>Word problems about things, money and time. Numbers are drawn so that results are whole unless money.</summary>
internal static class ArithmeticTemplates
{
    public static (string Question, decimal Answer) Shopping(ProblemWriter w)
    {
        var (who, a, b) = (w.Person(), w.Thing(), w.Thing());
        int na = w.Number(2, 15),
            nb = w.Number(2, 12),
            pa = w.Number(1, 20),
            pb = w.Number(2, 30);
        b = a == b ? "large " + b : b;
        var question =
            $"{who} {w.Any("buys", "bought", "picks up")} {na} {a} for ${pa} each and {nb} {b} for ${pb} each. ";
        w.Line($"The {a} cost {w.Step(na, '*', pa, out var first, "$")}.");
        w.Line($"The {b} cost {w.Step(nb, '*', pb, out var second, "$")}.");
        w.Line(
            $"{w.Any("In total", "Altogether", "Together")} {w.Any("they cost", "that is", $"{who} spends")} {w.Step(first, '+', second, out var total, "$")}."
        );
        if (w.Random.Next(2) == 0)
        {
            return (
                question
                    + w.Any(
                        "How much does it cost in total?",
                        $"How much money does {who} spend?",
                        "What is the total price?"
                    ),
                total
            );
        }

        var paid = (Math.Ceiling(total / 50) * 50) + (50 * w.Number(0, 1));
        w.Line($"{who} gets back {w.Step(paid, '-', total, out var change, "$")}.");
        return (
            question
                + $"{who} pays with ${paid}. {w.Any("How much change is there?", $"How much change does {who} get?")}",
            change
        );
    }

    // Two to five changes of one amount, told one after the other: the commonest shape of a grade-school problem.
    public static (string Question, decimal Answer) Chain(ProblemWriter w)
    {
        var (who, thing) = (w.Person(), w.Thing());
        decimal have = w.Number(6, 120);
        var question = $"{who} {w.Any("has", "starts with", "owns", "collected")} {have} {thing}. ";
        var steps = w.Number(2, 5);
        for (var i = 0; i < steps; i++)
        {
            question += Change(w, who, thing, ref have);
        }

        return (
            question
                + w.Any(
                    $"How many {thing} does {who} have now?",
                    $"How many {thing} are left?",
                    $"How many {thing} does {who} have in the end?"
                ),
            have
        );
    }

    public static (string Question, decimal Answer) Wages(ProblemWriter w)
    {
        var who = w.Person();
        int rate = w.Number(8, 40),
            hours = w.Number(3, 9),
            days = w.Number(2, 6);
        var job = w.Any(
            "a bakery",
            "a garage",
            "a library",
            "the market",
            "a farm",
            "a school",
            "a restaurant",
            "a shop"
        );
        w.Line($"{who} works {w.Step(hours, '*', days, out var week)} hours a week.");
        w.Line($"So the weekly pay is {w.Step(rate, '*', week, out var pay, "$")}.");
        var question = $"{who} works at {job} for {hours} hours a day, {days} days a week, and earns ${rate} an hour. ";
        if (w.Random.Next(2) == 0)
        {
            return (question + $"How much does {who} earn in a week?", pay);
        }

        var weeks = w.Number(2, 12);
        w.Line($"In {weeks} weeks {who} earns {w.Step(pay, '*', weeks, out var all, "$")}.");
        return (question + $"How much does {who} earn in {weeks} weeks?", all);
    }

    public static (string Question, decimal Answer) Shares(ProblemWriter w)
    {
        var (who, other, thing) = (w.Person(), string.Empty, w.Thing());
        other = w.Person(who);
        int mine = w.Number(4, 60),
            times = w.Number(2, 6),
            friends = w.Number(2, 5);
        var rest = (mine * (times + 1)) % friends;
        mine = rest == 0 ? mine : mine * friends;
        w.Line($"{other} has {w.Step(times, '*', mine, out var theirs)} {thing}.");
        w.Line($"Together they have {w.Step(mine, '+', theirs, out var total)} {thing}.");
        var children = w.Any("children", "friends", "cousins", "players", "neighbors");
        w.Line($"Each of the {friends} {children} gets {w.Step(total, '/', friends, out var share)} {thing}.");
        return (
            $"{who} has {mine} {thing} and {other} has {times} times as many. They {w.Any("put them together and share", "divide")} all the {thing} equally among {friends} {children}. How many {thing} does each of them get?",
            share
        );
    }

    public static (string Question, decimal Answer) Discount(ProblemWriter w)
    {
        var (who, item) = (
            w.Person(),
            w.Any(
                "a coat",
                "a bicycle",
                "a lamp",
                "a phone",
                "a chair",
                "a pair of shoes",
                "a dress",
                "a backpack",
                "a watch"
            )
        );
        decimal price = w.Number(2, 40) * 10;
        decimal percent = w.Number(1, 10) * 5;
        w.Line($"The discount is {w.Step(price, '*', percent / 100, out var off, "$")}.");
        w.Line($"So {who} pays {w.Step(price, '-', off, out var pay, "$")}.");
        return (
            $"{w.Any("In a sale,", "Today,", "This week,")} {item} that usually costs ${price} is {percent}% off. How much does {who} pay for it?",
            pay
        );
    }

    public static (string Question, decimal Answer) Journey(ProblemWriter w)
    {
        var who = w.Person();
        int first = w.Number(20, 70),
            hours = w.Number(2, 6),
            second = w.Number(20, 80),
            more = w.Number(1, 5);
        w.Line($"In the first part {who} travels {w.Step(first, '*', hours, out var a)} miles.");
        w.Line($"In the second part {who} travels {w.Step(second, '*', more, out var b)} miles.");
        w.Line($"In total that is {w.Step(a, '+', b, out var total)} miles.");
        return (
            $"{who} {w.Any("drives", "rides", "travels")} at {first} miles per hour for {hours} hours and then at {second} miles per hour for {more} hours. How many miles does {who} travel?",
            total
        );
    }

    public static (string Question, decimal Answer) Ages(ProblemWriter w)
    {
        var who = w.Person();
        var other = w.Person(who);
        int age = w.Number(4, 20),
            times = w.Number(2, 4),
            later = w.Number(2, 15);
        w.Line($"{other} is {w.Step(age, '*', times, out var old)} years old now.");
        w.Line($"In {later} years {other} will be {w.Step(old, '+', later, out var then)}.");
        return (
            $"{who} is {age} years old. {other} is {times} times as old as {who}. How old will {other} be in {later} years?",
            then
        );
    }

    public static (string Question, decimal Answer) Boxes(ProblemWriter w)
    {
        var (who, thing) = (w.Person(), w.Thing());
        int boxes = w.Number(3, 15),
            each = w.Number(4, 24),
            taken = w.Number(2, boxes * each / 2);
        w.Line($"There are {w.Step(boxes, '*', each, out var all)} {thing} in the {w.Any("boxes", "packs")}.");
        w.Line($"After that {w.Step(all, '-', taken, out var left)} {thing} are left.");
        return (
            $"{who} has {boxes} boxes with {each} {thing} in each. {who} {w.Any("gives away", "sells", "loses", "uses")} {taken} {thing}. How many {thing} are left?",
            left
        );
    }

    public static (string Question, decimal Answer) Fractions(ProblemWriter w)
    {
        var (who, thing) = (w.Person(), w.Thing());
        int parts = w.Number(2, 6),
            each = w.Number(3, 30),
            more = w.Number(1, 40);
        var all = parts * each;
        var name = new[] { "half", "a third", "a quarter", "a fifth", "a sixth" }[parts - 2];
        w.Line($"{who} {w.Any("sells", "gives away")} {w.Step(all, '/', parts, out var gone)} {thing}.");
        w.Line($"Then {who} has {w.Step(all, '-', gone, out var left)} {thing}.");
        w.Line($"With the new ones that makes {w.Step(left, '+', more, out var now)} {thing}.");
        return (
            $"{who} had {all} {thing} and gave away {name} of them. Then {who} got {more} more. How many {thing} does {who} have now?",
            now
        );
    }

    public static (string Question, decimal Answer) Savings(ProblemWriter w)
    {
        var who = w.Person();
        int a = w.Number(5, 60),
            weeks = w.Number(3, 20),
            spent = w.Number(1, a * weeks / 2);
        w.Line($"{who} saves {w.Step(a, '*', weeks, out var saved, "$")}.");
        w.Line($"After spending ${spent}, {who} has {w.Step(saved, '-', spent, out var left, "$")} left.");
        return (
            $"{who} saves ${a} every week for {weeks} weeks and then spends ${spent} on {w.Any("a gift", "a game", "books", "clothes")}. How much money is left?",
            left
        );
    }

    private static string Change(ProblemWriter w, string who, string thing, ref decimal have)
    {
        var number = w.Number(2, 40);
        switch (w.Random.Next(5))
        {
            case 0 when have > number:
                w.Line(
                    $"After {w.Any("giving some away", "that", "losing some")}, {who} has {w.Step(have, '-', number, out have)} {thing}."
                );
                return $"{who} {w.Any("gives", "lends", "sells")} {number} to {w.Person(who)}. ";
            case 1 when have < 200:
                w.Line($"{w.Any("Doubling gives", "Now there are")} {w.Step(have, '*', 2, out have)} {thing}.");
                return $"{w.Any("The next day", "Then", "A week later")} the number doubles. ";
            case 2 when have % 2 == 0 && have > 4:
                w.Line($"Half of them is {w.Step(have, '/', 2, out have)} {thing}.");
                return $"{w.Any("Half of them", "Half of the " + thing)} {w.Any("get lost", "are given away", "are sold")}. ";
            case 3:
                var each = w.Number(2, 9);
                var packs = w.Number(2, 8);
                w.Line($"The packs hold {w.Step(packs, '*', each, out var added)} {thing}.");
                w.Line($"That makes {w.Step(have, '+', added, out have)} {thing}.");
                return $"{who} buys {packs} packs of {each}. ";
            default:
                w.Line($"{w.Any("Then", "Now", "So")} {who} has {w.Step(have, '+', number, out have)} {thing}.");
                return $"{who} {w.Any("finds", "gets", "buys", "is given")} {number} more. ";
        }
    }
}
