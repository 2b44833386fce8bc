using System.Globalization;
using System.Text.RegularExpressions;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Diversity;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reasoning;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Benchmarks;

/// <summary>
/// Information gain of GSM8K's reasoning beside controls that each take something else away; on the rows that the embedded proxy
/// was not trained on, and on others.
/// </summary>
internal static partial class GainBenchmark
{
    private const string Neutral = "Let us think about this with care and write down one step after another.";

    public static int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1000;
        string[] cues = arguments.Length > 1 ? arguments[1..] : ["####", "Answer:", ""];
        var all = Load();
        var held = HeldOutSplit.Pick("gsm8k", all.Count, 500);
        var unseen = all.Where(row => held.Contains((int)row.Index)).Take(count).ToList();
        var seen = all.Where(row => !held.Contains((int)row.Index))
            .OrderBy(row => Pcg32.Hash(0, (ulong)row.Index))
            .Take(count)
            .ToList();
        foreach (var cue in cues)
        {
            Table($"cue '{cue}', {unseen.Count} rows that the proxy was not trained on", unseen, cue);
            Table($"cue '{cue}', {seen.Count} rows of its training text", seen, cue);
        }
        return 0;
    }

    private static List<ReasonedRow> Load() =>
        [
            .. RealRows
                .Load("math/gsm8k_train.jsonl")
                .Select(row =>
                    new AnswerSeparator("####").Split(row.Response) is var (reasoning, answer)
                        ? new ReasonedRow(row.Index, row.Prompt, reasoning, answer)
                        : throw new InvalidDataException($"row {row.Index} has no answer")
                ),
        ];

    private static void Table(string title, List<ReasonedRow> rows, string cue)
    {
        var options = new GainOptions { Cue = cue };
        using var gain = new InformationGain(ProxyModel.Embedded(), options, new SessionSettings());
        var start = DateTime.UtcNow;
        var measured = gain.Measure(rows);
        var seconds = (DateTime.UtcNow - start).TotalSeconds;
        var without = measured.Select(row => row.LossWithout).ToList();
        Console.WriteLine($"\n## {title}\n");
        Console.WriteLine(
            $"loss without reasoning {without.Average():F3} nats a token, {measured.Average(r => (double)r.AnswerTokens):F2} "
                + $"tokens an answer, {measured.Average(r => (double)r.ReasoningTokens):F0} a reasoning; "
                + $"{measured.Count(r => r.Truncated)} cut short; {rows.Count / seconds:F0} rows/s\n"
        );
        Console.WriteLine("| between question and answer | gain, nats a token | median | above 0 |\n|---|--:|--:|--:|");
        Row("its own reasoning", measured.Select(row => row.Gain));
        Row("... its sentences without the answer", measured.Select(row => row.Masked));
        Row("... the answer written as _", Gains(row => Blank(row.Reasoning, row.Answer)));
        Row("... every number written as _", Gains(row => Numbers().Replace(row.Reasoning, "_")));
        Row("... its words shuffled", Gains(Shuffled));
        Row("another row's reasoning (control)", measured.Select(row => row.Control!.Value));
        var other = rows.Zip(Others(rows, 1)).ToDictionary(pair => pair.First.Index, pair => pair.Second);
        Row("another row's, drawn anew", Gains(row => other[row.Index].Reasoning));
        Row(
            "... its sentences without its answer",
            Gains(row => LeakMask.Apply(other[row.Index].Reasoning, other[row.Index].Answer))
        );
        Row("... every number written as _", Gains(row => Numbers().Replace(other[row.Index].Reasoning, "_")));
        Row("... every number drawn from the question's", Gains(row => FromQuestion(row, other[row.Index].Reasoning)));
        Row("neutral text of like length", Gains(NeutralLike));
        Row("**own less control (specific)**", measured.Select(row => row.Specific!.Value));
        var anew = Gains(row => other[row.Index].Reasoning);
        Row("**control drawn anew less control**", anew.Zip(measured, (a, row) => a - row.Control!.Value));
        Row("first token, own", measured.Select(row => row.First));

        List<double> Gains(Func<ReasonedRow, string> reasoning) =>
            [
                .. gain.Losses(rows, rows.ConvertAll(row => reasoning(row)))
                    .Zip(without, (loss, before) => before - loss),
            ];
    }

    private static void Row(string name, IEnumerable<double> gains)
    {
        var values = gains.Order().ToList();
        var (mean, spread) = MeanAndSpread.Of(values);
        Console.WriteLine(
            $"| {name} | {mean:F3} ± {spread / Math.Sqrt(values.Count):F3} | {values[values.Count / 2]:F3} | "
                + $"{(double)values.Count(v => v > 0) / values.Count:P0} |"
        );
    }

    private static List<ReasonedRow> Others(List<ReasonedRow> rows, ulong seed)
    {
        var order = rows.OrderBy(row => row.Reasoning.Length).ToList();
        var next = new Dictionary<long, ReasonedRow>();
        var random = new Pcg32(seed);
        for (var i = 0; i < order.Count; i++)
        {
            int j;
            do
            {
                j = Math.Clamp(i + random.Next(17) - 8, 0, order.Count - 1);
            } while (j == i);
            next[order[i].Index] = order[j];
        }
        return rows.ConvertAll(row => next[row.Index]);
    }

    private static string Shuffled(ReasonedRow row)
    {
        string[] words = row.Reasoning.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        new Pcg32(7, (ulong)row.Index).Shuffle<string>(words);
        return string.Join(' ', words);
    }

    private static string NeutralLike(ReasonedRow row)
    {
        var length = row.Reasoning.Length;
        var text = string.Join('\n', Enumerable.Repeat(Neutral, (length / Neutral.Length) + 1));
        return text[..Math.Max(1, Math.Min(length, text.Length))].Trim();
    }

    private static string FromQuestion(ReasonedRow row, string reasoning)
    {
        var random = new Pcg32(11, (ulong)row.Index);
        string[] numbers = [.. Numbers().Matches(row.Prompt).Select(match => match.Value)];
        return numbers.Length == 0
            ? Numbers().Replace(reasoning, "_")
            : Numbers().Replace(reasoning, _ => numbers[random.Next(numbers.Length)]);
    }

    private static string Blank(string reasoning, string answer) =>
        Numbers().Replace(reasoning, match => LeakMask.Holds(match.Value, answer) ? "_" : match.Value);

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Numbers();
}
