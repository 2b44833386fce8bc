using System.Text.Json;
using System.Text.RegularExpressions;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Benchmarks.Evidence.Variants;
using Prismatic.Data;
using Prismatic.Lexical;

namespace Prismatic.Benchmarks;

/// <summary>Templates and phrases: on the project's sample, whose making is known, and on real data sets.</summary>
/// <remarks>Every set is a process of its own; reading it is not counted.</remarks>
internal static class TemplateBenchmark
{
    private const string Sample = "the project's sample";
    private const int Shown = 3;

    public static int Run(string[] args)
    {
        if (args is ["own", var own])
        {
            Console.WriteLine(JsonSerializer.Serialize(Measure(own)));
            return 0;
        }
        if (args is ["show", var shown])
        {
            Show(shown);
            return 0;
        }
        Truth();
        var found = new List<TemplateTimes>();
        Table("set", [Sample, .. LabelledSets.Sources().Keys, "truth puzzles"], found);
        Table("hostile rows", HostileTexts.Names, []);
        foreach (var set in found)
        {
            Console.WriteLine($"\n**{set.Set}**\n");
            foreach (var line in set.Lines)
            {
                Console.WriteLine($"- {line}");
            }
        }
        return 0;
    }

    private static void Table(string kind, IEnumerable<string> sets, List<TemplateTimes> found)
    {
        Console.WriteLine(
            $"| {kind} | rows | words looked at | rows a template | templates | rows that follow one | rows mostly template | wall s | CPU s | MB added |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var set in sets)
        {
            found.Add(OwnProcess.Run<TemplateTimes>("templates", "own", set));
            Console.WriteLine(found[^1].Row());
        }
        Console.WriteLine();
    }

    // Precision and recall of following one template, for each that the sample was made from.
    private static void Truth()
    {
        string[] texts = [.. Texts(Sample)];
        var result = Templates.Of(WordCorpus.OfWords(texts), TemplateOptions.For(texts.Length));
        Console.WriteLine("| made from | rows | found as | precision | recall |");
        Console.WriteLine("| --- | ---: | --- | ---: | ---: |");
        foreach (var (name, pattern) in Made())
        {
            var made = texts.Select(text => pattern.IsMatch(text)).ToArray();
            var best = Enumerable
                .Range(-1, result.Templates.Count + 1)
                .MaxBy(t => t < 0 ? 0 : Enumerable.Range(0, texts.Length).Count(i => made[i] && Is(i, t)));
            var (both, all) = (
                Enumerable.Range(0, texts.Length).Count(i => made[i] && Is(i, best)),
                Enumerable.Range(0, texts.Length).Count(i => Is(i, best))
            );
            Console.WriteLine(
                best < 0 || both == 0
                    ? $"| {name} | {made.Count(m => m)} | - | | 0 % |"
                    : $"| {name} | {made.Count(m => m)} | {result.Templates[best].Text} | {(double)both / all:P0} | {(double)both / made.Count(m => m):P0} |"
            );
        }
        Console.WriteLine();

        bool Is(int text, int template) => result.TextTemplates[text].Template == template;
    }

    // As Samples/SampleDataset.cs of the trainer writes them.
    private static IEnumerable<(string Name, Regex Pattern)> Made() =>
        [
            ("giving", new(@"has \d+ \w+\. \w+ gives \d+ \w+ to each of \d+ friends\.")),
            ("shopping", new(@"buys \d+ boxes of \w+ at \d+ dollars each and has a coupon")),
            ("Explain", new(@"^Explain .* to someone who has never met the subject\.")),
            ("What is worth", new(@"^What is worth knowing about ")),
            ("one surprising thing", new(@"^Tell me one surprising thing about ")),
            ("two minutes", new(@"^I have two minutes before a talk on ")),
            ("short, concrete note", new(@"^Give a short, concrete note on ")),
            ("My daughter", new(@"^My daughter asked me about .* and I had no answer\. Help\.")),
            ("Why do people", new(@"^Why do people find .* interesting\?")),
            ("opening of an entry", new(@"^Write the opening of an encyclopedia entry on ")),
            ("misunderstanding", new(@"^Correct a common misunderstanding about .*, or add a detail")),
            ("facts, please", new(@"^.*: facts, please, no introduction\.")),
            ("Two sentences", new(@"^Two sentences about .* that belong together\.")),
        ];

    private static TemplateTimes Measure(string set)
    {
        string[] texts = [.. Texts(set)];
        var options = TemplateOptions.For(texts.Length);
        (TemplateResult, IReadOnlyList<RepeatedPhrase>, WordCorpus)? found = null;
        var times = WordTimes.Of(() =>
        {
            var corpus = WordCorpus.OfWords(texts);
            var (templates, phrases) = Templates.WithPhrases(corpus, options, mostPhrases: 10);
            found = (templates, phrases, corpus);
            return "";
        });
        var (result, phrases, words) = found!.Value;
        return new TemplateTimes(
            set,
            texts.Length,
            Enumerable.Range(0, words.Count).Sum(i => (long)Math.Min(words[i].Length, TemplateOptions.WordsOfText)),
            options.FewestTexts,
            result.Templates.Count,
            (double)result.Following / texts.Length,
            (double)result.MostlyTemplate / texts.Length,
            times.Wall,
            times.Processor,
            times.AddedMb,
            [
                .. result.Templates.Take(Shown).Select(t => $"{t.Texts:N0} rows: `{Short(t.Text)}`"),
                .. phrases.Take(Shown).Select(p => $"phrase in {p.Texts:N0} rows: `{Short(p.Phrase)}`"),
            ]
        );
    }

    private static void Show(string set)
    {
        string[] texts = [.. Texts(set)];
        var options = TemplateOptions.For(texts.Length);
        var corpus = WordCorpus.OfWords(texts);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = Templates.Of(corpus, options);
        Console.WriteLine(
            $"{set}: {texts.Length} rows, {result.Templates.Count} templates, {result.Following} follow, {result.MostlyTemplate} mostly, {watch.ElapsedMilliseconds} ms"
        );
        foreach (var (place, template) in result.Templates.Take(25).Index())
        {
            var mostly = result.TextTemplates.Count(t => t.Template == place && t.IsMostlyTemplate);
            Console.WriteLine(
                $"  {template.Texts} rows ({mostly} mostly), {template.Words} words: {Short(template.Text)}"
            );
            foreach (var slot in template.Slots.Take(3))
            {
                Console.WriteLine(
                    $"      {slot.Different} different: {string.Join(" | ", slot.Examples.Select(e => $"{Short(e.Words, 40)} ({e.Texts})"))}"
                );
            }
        }
        watch.Restart();
        var phrases = RepeatedPhrases.Of(corpus, options);
        Console.WriteLine($"  phrases in {watch.ElapsedMilliseconds} ms");
        foreach (var phrase in phrases)
        {
            Console.WriteLine($"  {phrase.Texts} rows, {phrase.Words} words: {Short(phrase.Phrase)}");
        }
    }

    private static IEnumerable<string> Texts(string set) =>
        set switch
        {
            Sample => Rows(DatasetReader.Open([Path.Combine(Root(), "docs", "samples", "word-problems.parquet")])),
            "truth puzzles" => LabelledSets
                .All()
                .First(s => s.Name == "bbh")
                .ByLabel["web_of_lies"]
                .Select(row => row.FullText),
            _ when HostileTexts.Names.Contains(set) => HostileTexts.Of(set),
            _ => LabelledSets.Sources()[set].Select(row => row.FullText),
        };

    private static IEnumerable<string> Rows(Dataset dataset) =>
        dataset
            .ReadAsync(default)
            .ToBlockingEnumerable()
            .Where(row => row.State == TextState.Present)
            .Select(row => row.FullText);

    private static string Short(string text, int length = 200) =>
        text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent;
        }
        return folder.FullName;
    }
}

/// <summary>What was found in one set, and what it cost.</summary>
internal sealed record TemplateTimes(
    string Set,
    int Rows,
    long Words,
    int Fewest,
    int Templates,
    double Following,
    double Mostly,
    double Wall,
    double Processor,
    double AddedMb,
    IReadOnlyList<string> Lines
)
{
    public string Row() =>
        $"| {Set} | {Rows:N0} | {Words:N0} | {Fewest} | {Templates} | {Following:P0} | {Mostly:P0} | {Wall:F2} | {Processor:F2} | {AddedMb:F0} |";
}
