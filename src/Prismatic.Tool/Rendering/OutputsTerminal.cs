using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Answers of models on a terminal: models side by side, what comes back, what to try.</summary>
internal static class OutputsTerminal
{
    private const int ModelsShown = 20;
    private const int Shown = 3;
    private const int NameLetters = 28;

    public static void Write(OutputsSummary outputs, IAnsiConsole console)
    {
        console.Write(Models(outputs));
        if (outputs.Models.Count > ModelsShown)
        {
            console.Write(Plain($"… and {outputs.Models.Count - ModelsShown} models more, in the page"));
        }
        console.WriteLine();
        foreach (var view in outputs.Views)
        {
            console.Write(Plain(Line(view)));
        }
        foreach (var line in Lines(outputs))
        {
            console.Write(Plain(line));
        }
        WriteProof(outputs, console);
        if (outputs.Advice.Count > 0)
        {
            console.WriteLine();
            console.Write(Heading("What to try next"));
            foreach (var advice in outputs.Advice)
            {
                console.Write(Plain($"- {advice}"));
            }
        }
    }

    private static Table Models(OutputsSummary outputs)
    {
        var table = new Table { Border = TableBorder.Horizontal, UseSafeBorder = false };
        var views = outputs.Views;
        var several = outputs.AnswersCompared is not null;
        var quality = outputs.Models.Any(model => model.Utility is not null);
        table.AddColumn(new TableColumn("model") { NoWrap = true });
        Column("answers");
        if (several)
        {
            Column($"different of {outputs.AnswersCompared}");
        }
        if (quality)
        {
            Column("utility");
        }
        foreach (var view in views.Where(_ => several))
        {
            Column($"alike ({view.Name})");
        }
        if (several)
        {
            Column("repeats");
        }
        Column("refusals");
        for (var i = 0; i < Math.Min(ModelsShown, outputs.Models.Count); i++)
        {
            var model = outputs.Models[i];
            List<string> cells = [Excerpt.Of(model.Name, NameLetters), Numbers.Count(model.Answers)];
            if (several)
            {
                cells.Add(Numbers.Of(model.DistinctCompared, Numbers.Score));
            }
            if (quality)
            {
                cells.Add(Numbers.Of(model.Utility, Numbers.Score));
            }
            cells.AddRange(views.Where(_ => several).Select(view => Ratio(view.Models[i].Corrected)));
            if (several)
            {
                cells.Add(model.NormalisedRepeats is { } repeats ? Numbers.Percent(repeats.Mean) : "-");
            }
            cells.Add(model.Across is { } across ? Numbers.Percent(across.RefusalShare) : "-");
            table.AddRow(cells.Select(Cell));
        }
        return table;

        void Column(string name) => table.AddColumn(new TableColumn(Cell(name)) { Alignment = Justify.Right });
    }

    private static string Line(OutputsView view)
    {
        double[] intra = [.. view.Models.Select(model => model.Similarity?.Mean).OfType<double>()];
        var parts = new List<string>();
        if (intra.Length > 0)
        {
            parts.Add($"within a model {Ratio(intra.Average())}");
        }
        if (view.Inter is { } inter)
        {
            parts.Add($"between models {Ratio(inter)}");
        }
        parts.Add(view.Floor is { } floor ? $"floor (other prompts) {Ratio(floor)}" : "no floor, with one prompt");
        if (view.CorrectedInter is { } corrected)
        {
            parts.Add($"models above the floor {Ratio(corrected)}");
        }
        return $"Similarity ({view.Name}): {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> Lines(OutputsSummary outputs)
    {
        var chance = outputs.EquivalenceFloor is { } floor
            ? $"; true of {Numbers.Percent(floor)} of answers to different prompts"
            : "";
        yield return $"Same answer: {outputs.EquivalenceDefinition} ({outputs.Equivalence}){chance}";
        yield return "Alike: cosine above the floor, 0 unrelated, 1 the same";
        if (outputs.Switching is { OfMany: { } many, Answers: var k } switching)
        {
            var one = switching.OfOne is { } of ? $"of one model {Numbers.Of(of, Numbers.Score)}, " : "";
            yield return $"Different answers among {k}: {one}one each of {k} models {Numbers.Of(many, Numbers.Score)}";
        }
        var across = outputs.Across;
        if (across.RepeatedShare is { } repeated)
        {
            var near = across.NearRepeatedShare is { } share ? $", nearly {Numbers.Percent(share)}" : "";
            yield return $"Across prompts: {Numbers.Percent(repeated)} of the answers are given to another prompt too{near}";
        }
        yield return $"{Numbers.Count(outputs.Prompts, "prompt")}, {Numbers.Count(outputs.Answers, "answer")} measured, "
            + $"{Numbers.Count(outputs.Models.Sum(model => model.Blank))} blank, "
            + $"{Numbers.Count(outputs.LeftOut.Sum(left => left.Rows))} left out; refusals {Numbers.Percent(across.RefusalShare)}";
        foreach (var left in outputs.LeftOut)
        {
            yield return $"  left out: {left.Reason} ({Numbers.Count(left.Rows)})";
        }
        foreach (var gap in outputs.Gaps.Take(Shown))
        {
            yield return $"{gap.Model} lacks {Numbers.Count(gap.Missing, "prompt")} that others answered";
        }
        if (outputs.Gaps.Count > Shown)
        {
            yield return $"… and so do {outputs.Gaps.Count - Shown} models more";
        }
    }

    private static void WriteProof(OutputsSummary outputs, IAnsiConsole console)
    {
        if (outputs.Collapsed.Count > 0)
        {
            console.WriteLine();
            console.Write(Heading("Fewest different answers"));
            foreach (var prompt in outputs.Collapsed.Take(Shown))
            {
                WriteExcerpt($"{prompt.Distinct} of {prompt.Answers}", $"{prompt.Prompt} → {prompt.Example}", console);
            }
        }
        var words = outputs.Across.Openings.Concat(outputs.Across.Phrases).OrderByDescending(w => w.Prompts).ToList();
        if (words.Count > 0)
        {
            console.WriteLine();
            console.Write(Heading("What comes back across prompts"));
            foreach (var stock in words.Take(Shown))
            {
                WriteExcerpt(Numbers.Percent(stock.Share), $"{stock.Words} …", console);
            }
        }
        if (outputs.SharedPhrases.Count > 0)
        {
            console.WriteLine();
            console.Write(Heading("Phrases that models share"));
            foreach (var phrase in outputs.SharedPhrases.Take(Shown))
            {
                WriteExcerpt($"{phrase.Models.Count} models", phrase.Phrase, console);
            }
        }
    }

    private static string Ratio(double? value) => value is { } known ? Numbers.Decimal(known) : "-";
}
