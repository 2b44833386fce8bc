using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>A file of gates with what people want to know beside each, and what was chosen, a line for each gate.</summary>
/// <param name="Text">JSON with comments.</param>
/// <param name="Gates">How many gates it holds.</param>
/// <param name="Choices">What was chosen and why.</param>
internal sealed record GateFileText(string Text, int Gates, IReadOnlyList<string> Choices)
{
    private const int LettersOfComment = 400;
    private const int LettersOfName = 80;

    private const string WeighsInVerdict =
        ", which weighs in the verdict: the limit keeps it from getting worse, and does not make it good";

    private static readonly JsonSerializerOptions Strings = new()
    {
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    /// <summary>Limits that a report passes.</summary>
    public static GateFileText Of(Report report)
    {
        var suggestions = GateSuggestion.All(report);
        var gates = suggestions.Where(suggestion => suggestion.Gate is not null).ToList();
        var bad = ReportFinding
            .All(report with { Gates = null })
            .Select(finding => (finding.Rule.Id, finding.Of))
            .ToHashSet();
        var text = new StringBuilder();
        Head(
            text,
            [
                $"Limits for {Files(report)}, as {report.Command} of prismatic {report.ToolVersion} measured it. {report.Verdict.Sentence}",
                "Each is the number that was measured and a margin: the widest of three spreads of the estimate, three errors of counting, and a tenth of it.",
                $"They hold for reports made with the same options ({Options(report)}).",
            ],
            report.Command
        );
        foreach (var rule in gates.GroupBy(suggestion => suggestion.Rule))
        {
            Comment(text, $"{rule.Key.Id}: {rule.Key.Measure}", "    ");
            foreach (var suggestion in rule)
            {
                var isBad = bad.Contains((rule.Key.Id, suggestion.Reading.Of));
                Comment(text, $"Measured {Measured(suggestion)}{(isBad ? WeighsInVerdict : "")}.", "    ");
                text.Append("    ").Append(Line(suggestion.Gate!)).Append('\n');
            }
        }
        Examples(text, [.. gates.Select(suggestion => suggestion.Gate!)]);
        return new GateFileText(text.ToString(), gates.Count, [.. suggestions.Select(Choice)]);
    }

    /// <summary>Limits that nothing was measured for: those from which a verdict calls data mixed.</summary>
    public static GateFileText Starter()
    {
        (string Rule, double Max)[] limits =
        [
            ("exact-duplicates", VerdictRules.Duplicates.Mixed),
            ("templates", VerdictRules.Templated.Mixed),
            ("crowding", VerdictRules.Crowded.Mixed),
        ];
        var text = new StringBuilder();
        Head(
            text,
            ["Nothing was measured: from these limits on a verdict calls data mixed. prismatic init DATA measures."],
            "audit"
        );
        List<Gate> gates =
        [
            .. limits.Select(limit => new Gate { Rule = GateRules.Find(limit.Rule)!, Max = limit.Max }),
        ];
        foreach (var gate in gates)
        {
            Comment(text, $"{gate.Rule.Id}: {gate.Rule.Measure}", "    ");
            text.Append("    ").Append(Line(gate)).Append('\n');
        }
        Examples(text, gates);
        return new GateFileText(
            text.ToString(),
            gates.Count,
            [
                .. gates.Select(gate =>
                    $"{Name(gate.Rule, null)}: {Limit(gate)}; from there on a verdict calls data mixed"
                ),
            ]
        );
    }

    private static void Head(StringBuilder text, IReadOnlyList<string> lines, string command)
    {
        text.Append("{\n");
        foreach (var line in lines)
        {
            Comment(text, line, "  ");
        }
        var data = command == "compare" ? "BASE HEAD" : "DATA";
        Comment(
            text,
            $"Held by: prismatic {command} {data}, run where this file lies; prismatic check holds a report that is there.",
            "  "
        );
        Comment(
            text,
            $"Editors help with the fields where this is: prismatic init --schema > {GateSchema.FileName}",
            "  "
        );
        text.Append(CultureInfo.InvariantCulture, $"  \"$schema\": \"{GateSchema.FileName}\",\n  \"gates\": [\n");
    }

    // Limits on change say nothing without a baseline, so they wait until there is one.
    private static void Examples(StringBuilder text, IReadOnlyList<Gate> gates)
    {
        Comment(
            text,
            "Limits on change count where there is a baseline (--baseline main.json, or git:origin/main): take the slashes away.",
            "    "
        );
        foreach (var gate in Relative(gates))
        {
            text.Append("    // ").Append(Line(gate)).Append('\n');
        }
        text.Append("  ],\n}\n");
    }

    private static IEnumerable<Gate> Relative(IReadOnlyList<Gate> gates)
    {
        if (gates.FirstOrDefault(gate => gate.Rule.LowIsBad && gate.Of is not null) is { } low)
        {
            yield return new Gate
            {
                Rule = low.Rule,
                Of = low.Of,
                MaxDrop = new GateChange(0.05, IsShare: true),
            };
        }
        if (gates.FirstOrDefault(gate => !gate.Rule.LowIsBad) is { } high)
        {
            yield return new Gate
            {
                Rule = high.Rule,
                Of = high.Of,
                MaxRise = new GateChange(0.01, IsShare: false),
            };
            yield return high with
            {
                Severity = GateSeverity.Warning,
                Files = "data/**/train*",
            };
        }
    }

    private static string Choice(GateSuggestion suggestion)
    {
        var name = Name(suggestion.Rule, suggestion.Reading.Of);
        return suggestion.Gate is { } gate
            ? $"{name}: {Limit(gate)}; measured {Measured(suggestion)}, {Why(suggestion.Margin)}"
            : $"{name}: no gate; measured {Measured(suggestion)}, and a limit of {Number(suggestion.Margin.Limit)} would hold nothing";
    }

    private static string Name(GateRule rule, string? of) =>
        $"{rule.Id} {rule.Name}{(of is null ? "" : $" of {Excerpt.Of(of, LettersOfName)}")}";

    private static string Limit(Gate gate) =>
        (gate.Min is { } min ? $"at least {Number(min)}" : $"at most {Number(gate.Max!.Value)}")
        + (gate.Severity == GateSeverity.Warning ? " (warning)" : "");

    private static string Measured(GateSuggestion suggestion) =>
        Told(suggestion.Reading.Value) + (suggestion.Reading.Spread is { } spread ? $" ± {Told(spread)}" : "");

    private static string Why(GateMargin margin) =>
        margin.Kind switch
        {
            MarginKind.Spread => "three spreads are ",
            MarginKind.Counting => "three errors of counting are ",
            MarginKind.Tenth => "a tenth is ",
            _ => "the least step is ",
        } + Told(margin.Margin);

    private static string Files(Report report)
    {
        var files = report.Dataset.Files;
        var more = files.Count > 3 ? $" and {Numbers.Count(files.Count - 3)} more" : "";
        var names = files.Take(3).Select(file => Excerpt.Of(file, LettersOfName));
        return $"{string.Join(", ", names)}{more}, {Numbers.Count(report.Dataset.Rows, "row")}";
    }

    private static string Options(Report report) =>
        string.Join(
            ", ",
            new[] { "features", "sample", "seed", "max tokens", "model", "encoder" }
                .Where(report.Reproduce.Parameters.ContainsKey)
                .Select(name => $"{name} {Excerpt.Of(report.Reproduce.Parameters[name], LettersOfName)}")
        );

    private static void Comment(StringBuilder text, string line, string indent) =>
        text.Append(indent).Append("// ").Append(VisibleText.Of(Excerpt.Of(line, LettersOfComment))).Append('\n');

    /// <summary>A gate as an element of the list, with its comma.</summary>
    private static string Line(Gate gate)
    {
        var fields = new List<string> { $"\"rule\": \"{gate.Rule.Name}\"" };
        Add("of", gate.Of is { } of ? JsonSerializer.Serialize(of, Strings) : null);
        Add("min", gate.Min is { } min ? Number(min) : null);
        Add("max", gate.Max is { } max ? Number(max) : null);
        Add("maxDrop", Change(gate.MaxDrop));
        Add("maxRise", Change(gate.MaxRise));
        Add("severity", gate.Severity == GateSeverity.Warning ? "\"warning\"" : null);
        Add("files", gate.Files is { } files ? JsonSerializer.Serialize(files, Strings) : null);
        return $"{{ {string.Join(", ", fields)} }},";

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add($"\"{name}\": {value}");
            }
        }
    }

    private static string? Change(GateChange? change) =>
        change is not { } known ? null
        : known.IsShare ? $"\"{Number(100 * known.Amount)}%\""
        : Number(known.Amount);

    private static string Told(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.####" : "0.##", CultureInfo.InvariantCulture);

    // As JSON has numbers, without powers of ten, which people read badly.
    private static string Number(double value) =>
        ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture);
}
