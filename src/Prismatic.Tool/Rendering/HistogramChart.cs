using System.Globalization;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>How often which values occur: a column for each bin, with the median marked.</summary>
internal static class HistogramChart
{
    private const int Width = 440;
    private const int Height = 168;
    private const int Left = 6;
    private const int Top = 20;
    private const int Bottom = 132;
    private const int Labels = 7;
    private const int WidestBar = 44;
    private const int SimilarityBins = 20;

    /// <summary>Tokens a row, as a model read them.</summary>
    public static Figure Tokens(ViewSummary view) =>
        Counts(
            view.Familiarity!.Lengths!,
            "Length of rows in tokens",
            view.Name,
            "tokens",
            "rows",
            "Rows longer than the model was to read stand where they were cut."
        );

    /// <summary>Words a row.</summary>
    public static Figure Words(WordingSummary wording) =>
        Counts(wording.Lengths!, "Length of rows in words", "", "words", "rows", "");

    /// <summary>Cosine with the nearest other row.</summary>
    public static Figure Nearest(ViewSummary view)
    {
        var bins = FromZeroToOne(view.Nearest!);
        return Of(
            bins,
            "Similarity to the nearest other row",
            view.Name,
            [.. bins.Bins.Select(bin => (Cosine(bin.From), $"{Cosine(bin.From)} to {Cosine(bin.To)}"))],
            "cosine",
            "rows",
            $"Half of the rows have another row at a cosine of {Numbers.Decimal(bins.Median)} or more"
                + $"{(bins.Count < view.Rows ? $", among {Numbers.Count(bins.Count)} drawn rows" : "")}. Copies stand at 1."
        );
    }

    /// <summary>Answers a prompt.</summary>
    public static Figure Answers(PromptsSummary prompts) =>
        Counts(prompts.Answers!, "Answers a prompt", "", "answers", "prompts", "Of all models together.");

    /// <summary>Variety of the answers to a prompt.</summary>
    public static Figure Variety(PromptsSummary prompts)
    {
        var bins = FromZeroToOne(prompts.Variety!);
        return Of(
            bins,
            "Variety of the answers to a prompt",
            "",
            [.. bins.Bins.Select(bin => (Cosine(bin.From), $"{Cosine(bin.From)} to {Cosine(bin.To)}"))],
            "variety",
            "prompts",
            $"0: all answers are one; 1: all differ. Half of the prompts have {Numbers.Decimal(bins.Median)} or less."
        );
    }

    /// <summary>Whole numbers of anything.</summary>
    /// <param name="bins">What is counted.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="of">View or model; empty for the whole.</param>
    /// <param name="unit">What the numbers are of, such as words.</param>
    /// <param name="things">What has them, such as rows.</param>
    /// <param name="note">What else is to be known.</param>
    public static Figure Counts(
        HistogramSummary bins,
        string title,
        string of,
        string unit,
        string things,
        string note
    ) =>
        Of(
            bins,
            title,
            of,
            [
                .. bins.Bins.Select(bin =>
                    (
                        Numbers.Count((long)bin.From),
                        bin.From == bin.To
                            ? Numbers.Count((long)bin.From)
                            : $"{Numbers.Count((long)bin.From)} to {Numbers.Count((long)bin.To)}"
                    )
                ),
            ],
            unit,
            things,
            $"Half of the {things} have {Numbers.Count((long)bins.Median)} {unit} or fewer; "
                + $"the least {Numbers.Count((long)bins.Least)}, the most {Numbers.Count((long)bins.Greatest)}. {note}".TrimEnd()
        );

    private static Figure Of(
        HistogramSummary histogram,
        string title,
        string of,
        IReadOnlyList<(string Start, string Whole)> names,
        string unit,
        string things,
        string note
    )
    {
        var bins = histogram.Bins;
        var most = bins.Max(bin => bin.Count);
        var step = Math.Min(WidestBar, (double)(Width - (2 * Left)) / bins.Count);
        var every = (int)Math.Ceiling((double)bins.Count / Labels);
        var svg = new Svg(Width, Height, of.Length == 0 ? title : $"{title}, {of}");
        svg.Line("grid", Left, Bottom, Width - Left, Bottom);
        for (var i = 0; i < bins.Count; i++)
        {
            var (left, height) = (Left + (i * step), (double)bins[i].Count / most * (Bottom - Top));
            // A bin with one value among thousands is still seen.
            height = bins[i].Count > 0 ? Math.Max(1.5, height) : 0;
            svg.Box("bar", left + (step * 0.06), Bottom - height, step * 0.88, height);
            if (bins[i].Count == most && bins.Take(i).All(bin => bin.Count < most))
            {
                var anchor =
                    i < bins.Count / 4 ? "start"
                    : i > bins.Count * 3 / 4 ? "end"
                    : "middle";
                var x =
                    anchor is "start" ? left
                    : anchor is "end" ? left + step
                    : left + (step / 2);
                svg.Words("value", x, Top - 6, anchor, $"{Numbers.Count(most)} {things}");
            }
            if (i % every == 0)
            {
                svg.Words(
                    "label",
                    left + (step / 2),
                    Bottom + 16,
                    i == 0 && step < 24 ? "start" : "middle",
                    names[i].Start
                );
            }
        }
        svg.Words("label", Width - Left, Height - 4, "end", unit);
        return new Figure(
            title,
            svg.Close(),
            note,
            [Capital(unit), Capital(things), "Share"],
            [
                .. bins.Select(
                    (bin, i) =>
                        (IReadOnlyList<string>)
                            [
                                names[i].Whole,
                                Numbers.Count(bin.Count),
                                Numbers.Percent((double)bin.Count / histogram.Count),
                            ]
                ),
            ]
        );
    }

    // One scale for all, so that charts beside one another can be compared.
    private static HistogramSummary FromZeroToOne(HistogramSummary histogram) =>
        histogram with
        {
            Bins =
            [
                .. Enumerable
                    .Range(0, SimilarityBins)
                    .Select(bin => (From: (double)bin / SimilarityBins, To: (bin + 1.0) / SimilarityBins))
                    .Select(bin =>
                        histogram.Bins.FirstOrDefault(known => Math.Abs(known.From - bin.From) < 1e-6)
                        ?? new HistogramBin
                        {
                            From = bin.From,
                            To = bin.To,
                            Count = 0,
                        }
                    ),
            ],
        };

    private static string Cosine(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
