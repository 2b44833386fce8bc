using System.Globalization;
using System.Text;
using Prismatic.Gradients;

namespace Prismatic.Trainer.Experiments;

/// <summary>Writes the generated pages: no number in them is typed by hand.</summary>
internal sealed class ExperimentReport(
    string folder,
    ExperimentOptions options,
    ProxyModel model,
    FeatureBank features,
    TestMix mix
)
{
    /// <summary>Writes prediction.md, prediction.svg and prediction.csv.</summary>
    public void Write(PredictionResult result)
    {
        Write("prediction.md", PredictionReport.Markdown(result, Heading("prediction")));
        Write("prediction.svg", PredictionReport.Svg(result));
        Write("prediction.csv", Csv(result));
    }

    /// <summary>Writes selection.md, a plot for each pool and selection.csv.</summary>
    public void Write(SelectionStudyResult result)
    {
        Write("selection.md", SelectionReport.Markdown(result, options, Heading("selection")));
        foreach (var kind in Enum.GetValues<PoolKind>())
        {
            Write(SelectionReport.PlotName(kind), SelectionReport.Svg(result, options, kind));
        }
        Write("selection.csv", Csv(result));
    }

    private string Heading(string study)
    {
        var reduced = options == ExperimentOptions.Reduced ? " --reduced" : "";
        var student = options.Student;
        var text = new StringBuilder();
        text.Append("Written by `dotnet run -c Release --project src/Prismatic.Trainer -- experiment ");
        text.Append(study).Append(reduced).Append("`; [evidence.md](../evidence.md) says what was done.\n");
        text.Append(CultureInfo.InvariantCulture, $"Proxy `{model.Name}` {model.Fingerprint}; ");
        text.Append(
            features.HasReference()
                ? "centring on the reference means the mean that ships with it.\n"
                : "it comes without a reference, so the mean of all rows of the study stands in for it.\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"Students of {student.LayerCount} layers, width {student.Width}, {student.VocabularySize} pieces, trained on {student.TrainingTokens} tokens whatever the size of the set; "
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"loss on {mix.Names.Count} sources of {options.TestTokensPerSource} tokens, each counting the same."
        );
        return text.ToString();
    }

    private static string Csv(PredictionResult result)
    {
        var text = new StringBuilder("set,rows,copy_share,sources,loss,deviation");
        foreach (var entry in result.Predictors)
        {
            var p = entry.Predictor;
            var scope = p.View is null
                ? ""
                : (p.EqualRows ? ", equal rows" : "") + (p.LengthWeighted ? ", by length" : "");
            text.Append(",\"").Append(p.Name).Append(scope).Append('"');
        }
        text.Append('\n');
        for (var i = 0; i < result.Sets.Count; i++)
        {
            var set = result.Sets[i];
            text.Append(
                CultureInfo.InvariantCulture,
                $"\"{set.Set.Name}\",{set.RowCount},{set.Set.CopyShare},{set.Set.Sources.Count},{set.MeanLoss:F6},{set.SeedDeviation:F6}"
            );
            foreach (var entry in result.Predictors)
            {
                text.Append(CultureInfo.InvariantCulture, $",{entry.Values[i]:G7}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Csv(SelectionStudyResult result)
    {
        var text = new StringBuilder("pool,budget,method,seed,loss");
        foreach (var name in result.MixNames)
        {
            text.Append(',').Append(name);
        }
        text.Append('\n');
        foreach (var (cell, losses) in result.Cells.Select(entry => (entry.Cell, entry.Losses)))
        {
            for (var seed = 0; seed < losses.Count; seed++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{cell.Pool},{cell.Budget},\"{cell.Method.Name}\",{seed + 1},"
                );
                text.Append(CultureInfo.InvariantCulture, $"{losses[seed].Average():F6}");
                foreach (var loss in losses[seed])
                {
                    text.Append(CultureInfo.InvariantCulture, $",{loss:F6}");
                }
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);
}
