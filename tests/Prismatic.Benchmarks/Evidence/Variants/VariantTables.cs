using System.Globalization;
using System.Text;
using Prismatic.Gradients;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>The tables in Markdown. Cells that reach a bar of the design are bold.</summary>
internal sealed class VariantTables(
    IReadOnlyList<VariantResult> results,
    TextPool pool,
    FidelityJudge fidelity,
    double[] losses,
    int referenceRows,
    string name
)
{
    private const double FidelityBar = 0.95;
    private const double ContrastBar = 0.6;
    private readonly StringBuilder _text = new();

    public string Document(string command, TimeSpan took)
    {
        Line("# Variants of the features, judged alike");
        Line();
        Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Made by the benchmark in {took.TotalMinutes:F0} minutes on {Environment.ProcessorCount} cores, with the embedded proxy "
                    + $"`{ProxyModel.Embedded().Fingerprint}` and the real data beside the checkout. "
                    + $"Do not edit: run it again, after the trainer's `reference` when the proxy is new."
            )
        );
        Line();
        Line("    dotnet run -c Release --project tests/Prismatic.Benchmarks -- " + command);
        Line();
        Judged();
        Main();
        Lengths();
        Topics(t => t.Normalised, "Topics: NMI by set");
        Topics(t => t.Adjusted, "Topics: AMI by set");
        Familiarity();
        return _text.ToString();
    }

    private void Judged()
    {
        var sizes = pool.Sizes;
        Line("## What is measured");
        Line();
        Line(
            $"At most {FeatureBank.MaxTokens} tokens a row. Scores are Vendi scores of order 1. **Bold** reaches its bar."
        );
        Line();
        Line(
            $"- **exact**: Spearman with exact gradients of the same layers, the same done to both, on 24 mixes of one to six "
                + $"sources, {fidelity.SubsetSize} of {fidelity.RowCount} rows each; bar {FidelityBar}. A dash: no exact counterpart."
        );
        Line(
            $"- **exact copies, near-copies, templates**: {sizes.Draws} draws of {sizes.Rows} GSM8K rows, of which 5, 20, 50 and 75 % are "
                + "replaced by copies, by copies with other numbers and names, or by themselves in one template: draws in which the "
                + "score falls at every step, and the mean of the last score over the first; bar: every draw."
        );
        Line(
            $"- **templated, backward**: score of {sizes.Rows} rewritten GSM8K rows over that of the originals, questions alone (q) and with "
                + $"responses (q+r, mean of {sizes.Draws} draws); bar {ContrastBar}. Rewrites are made by rule in `GsmRewrites`."
        );
        Line(
            "- **length**: score of the longest fifth of a set over that of the shortest, less 1, mean of "
                + $"{pool.Lengths.Count} sets; bar: half of what plain gradients show. Longer texts may well be more diverse: n-grams "
                + "show an excess too."
        );
        Line(
            $"- **loss**: Spearman over {pool.SourceNames.Count} sources of the score and the proxy's mean loss: how far the score says "
                + "that text is unfamiliar. No bar."
        );
        Line(
            $"- **NMI, AMI**: k-means at the true number of labels against the labels, mean of {pool.Labelled.Count} sets and 2 seeds. "
                + "No bar. The n-gram view is hashed TF-IDF of character n-grams."
        );
        Line(
            "- **reference**: "
                + (
                    referenceRows > 0
                        ? $"{referenceRows} documents of the training corpus, as many of every source; centring takes the shipped mean of them. "
                        : "the shipped mean; without `--corpus` there is no whitening or regression on the reference. "
                )
                + "Whitening shrinks by 0.1. \"On the set\" means on the very rows that are scored or clustered."
        );
        Line();
    }

    private void Main()
    {
        Line("## All variants");
        Line();
        Header(
            "variant",
            "exact",
            "exact copies",
            "near-copies",
            "templates",
            "templated q",
            "templated q+r",
            "backward q",
            "backward q+r",
            "length",
            "loss",
            "NMI",
            "AMI"
        );
        var halfOfRaw = results[0].MeanExcess / 2;
        foreach (var r in results)
        {
            Row(
                r.Name,
                r.Fidelity is { } f ? Cell(f, f >= FidelityBar, "F3") : "–",
                Cell(r.ExactCopies),
                Cell(r.NearCopies),
                Cell(r.Templates),
                Cell(r.TemplatedQuestions, r.TemplatedQuestions <= ContrastBar),
                Cell(r.TemplatedRows, r.TemplatedRows <= ContrastBar),
                Cell(r.BackwardQuestions, r.BackwardQuestions <= ContrastBar),
                Cell(r.BackwardRows, r.BackwardRows <= ContrastBar),
                Percent(r.MeanExcess, Math.Abs(r.MeanExcess) <= halfOfRaw),
                Cell(r.Familiarity, false),
                Cell(r.MeanNmi, false, "F3"),
                Cell(r.MeanAmi, false, "F3")
            );
        }
        Line();
        Line($"![Templates, length and topics]({name}.svg)");
        Line();
    }

    private void Lengths()
    {
        Line("## Length: excess of the longest fifth, by set");
        Line();
        Header(["variant", .. pool.Lengths.Select(set => set.Name)]);
        foreach (var r in results)
        {
            Row([r.Name, .. r.LengthExcess.Select(e => Percent(e, false))]);
        }
        Line();
    }

    private void Topics(Func<(double Normalised, double Adjusted), double> value, string title)
    {
        Line($"## {title}");
        Line();
        Header(["variant", .. pool.Labelled.Select(set => $"{set.Name} ({set.Labels.Distinct().Count()})")]);
        foreach (var r in results)
        {
            Row([r.Name, .. r.Topics.Select(t => Cell(value(t), false, "F3"))]);
        }
        Line();
    }

    private void Familiarity()
    {
        Line("## Familiarity: the proxy's mean loss beside the score, by source");
        Line();
        Line("Nats a token over the response where there is a prompt. Sources differ in length and kind as well.");
        Line();
        string[] shown = ["gradients", "all tokens", "unit layers, all tokens", "n-grams (hashed TF-IDF)"];
        var columns = results.Where(r => shown.Contains(r.Name)).ToList();
        Header(["source", "rows", "mean loss", .. columns.Select(r => r.Name)]);
        var rows = Judges.Groups(pool.Sources).Select(g => g.Length).ToArray();
        foreach (var i in Enumerable.Range(0, losses.Length).OrderBy(i => losses[i]))
        {
            Row([
                pool.SourceNames[i],
                $"{rows[i]}",
                Cell(losses[i], false),
                .. columns.Select(r => Cell(r.SourceScores[i], false, "F1")),
            ]);
        }
    }

    private void Header(params string[] names)
    {
        Row(names);
        Row([.. names.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    private void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(string text = "") => _text.Append(text).Append('\n');

    private static string Cell(Monotone m) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(m.Always ? "**" : "")}{m.Falls} of {m.Draws}{(m.Always ? "**" : "")} ({m.Ratio:F2})"
        );

    private static string Percent(double value, bool bold) => Cell(100 * value, bold, "F0", " %");

    private static string Cell(double value, bool bold, string format = "F2", string unit = "")
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture) + unit;
        return bold ? $"**{text}**" : text;
    }
}
